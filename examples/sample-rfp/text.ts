import {
  clause,
  h1,
  h2,
  instruction,
  type Part,
  paragraph,
  question,
  requirement,
  table,
  term,
} from './clauses.js';

export const buyer = 'Northwind Regional Health Authority';
export const title = 'Patient Correspondence Platform';
export const reference = 'RFP 2026-041';
export const issued = 'November 23, 2026';
export const issuedOn = '2026-11-23';

/** The whole request, in order. Fictional: no such authority exists. */
export const parts: Part[] = [
  h1('Introduction and background'),
  h2('The Authority'),
  clause(
    2,
    'Northwind Regional Health Authority (the “Authority”) runs six hospitals and 43 community clinics and serves 412,000 patients in three counties.',
  ),
  clause(
    2,
    'In the year to June 30, 2026 the Authority sent 1.9 million items of patient correspondence: appointment letters, discharge summaries, results, and billing notices. About 81% were printed and mailed.',
  ),
  clause(
    2,
    'Letters are today produced by four separate systems with 340 templates in all. Patients have received duplicate and out-of-date letters, and the Authority cannot show reliably what was sent to whom.',
  ),
  h2('Purpose of this request'),
  clause(
    2,
    'The Authority seeks a single hosted platform (the “Platform”) for composing, approving, delivering and archiving patient correspondence, together with implementation, training and support.',
  ),
  clause(
    2,
    'The contract is expected to run for five years from April 1, 2027, with two optional extensions of one year each. Go-live at all sites is required by October 1, 2027.',
  ),
  clause(
    2,
    'In this document “must” and “shall” mark mandatory requirements. A response that does not meet a mandatory requirement may be rejected.',
  ),

  h1('Instructions to proposers'),
  h2('Schedule'),
  paragraph('The Authority intends to keep to the following schedule. All times are Central Time.'),
  table(
    ['Step', 'Date and time'],
    [64, 36],
    [
      ['Request for proposals issued', 'November 23, 2026'],
      ['Written questions due', 'December 11, 2026, 12:00 noon'],
      ['Answers to questions published', 'December 18, 2026'],
      ['Proposals due', 'January 15, 2027, 2:00 p.m.'],
      ['Demonstrations by short-listed proposers', 'February 8 to 12, 2027'],
      ['Notice of intent to award', 'March 12, 2027'],
      ['Contract start', 'April 1, 2027'],
    ],
  ),
  h2('Submission'),
  instruction(
    2,
    'Submit the proposal as one searchable PDF of no more than 60 pages, excluding the forms, through the Authority’s procurement portal.',
  ),
  instruction(
    2,
    'Include a cover letter signed by a person authorized to bind the company, giving that person’s name, title, telephone number and e-mail address.',
  ),
  instruction(
    2,
    'Answer every numbered question in sections 4 to 10 under its own number, in the order in which it is asked.',
  ),
  instruction(2, 'Confirm that the proposal remains valid for 120 days after the due date.'),
  instruction(
    2,
    'Identify any exception to the terms in section 12 and propose alternative wording for each.',
  ),
  clause(
    2,
    'Late proposals will not be opened. The Authority will not pay any cost of preparing a proposal.',
  ),
  h2('Contact'),
  clause(
    2,
    'The only contact for this procurement is Dana Whitcombe, Senior Procurement Officer, procurement@northwind-rha.example. Contact with any other employee of the Authority about this request may lead to disqualification.',
  ),

  h1('Scope of services'),
  h2('Services in scope'),
  clause(2, 'The successful proposer (the “Contractor”) shall:'),
  requirement(3, 'provide, host and maintain the Platform for the term of the contract;'),
  requirement(3, 'convert the Authority’s 340 existing templates, reducing them to no more than 150;'),
  requirement(
    3,
    'connect the Platform to the Authority’s electronic health record, patient portal and print provider; and',
  ),
  requirement(3, 'train 3,200 staff users and 40 template editors before go-live.'),
  h2('Out of scope'),
  clause(
    2,
    'Replacement of the electronic health record, marketing e-mail, and clinical messaging between professionals are outside this procurement.',
  ),
  h2('Volumes'),
  paragraph('Proposers may rely on the following annual volumes. The Authority does not guarantee them.'),
  table(
    ['Type of correspondence', 'Printed', 'Digital', 'Total'],
    [46, 18, 18, 18],
    [
      ['Appointment letters and reminders', '742,000', '218,000', '960,000'],
      ['Discharge summaries', '281,000', '54,000', '335,000'],
      ['Results and clinical letters', '262,000', '63,000', '325,000'],
      ['Billing and administration', '254,000', '26,000', '280,000'],
      ['Total', '1,539,000', '361,000', '1,900,000'],
    ],
  ),

  h1('Functional requirements'),
  h2('Composition and approval'),
  question(
    2,
    'Describe how a clinical department can create and change a letter template without help from the Contractor or from information technology staff.',
  ),
  question(
    2,
    'How does the Platform keep shared content, such as a disclaimer or a clinic address, consistent across all templates that use it?',
  ),
  question(
    2,
    'Explain how a letter is reviewed and approved before it is sent, including who can approve, and how an approval is recorded.',
  ),
  h2('Delivery'),
  question(
    2,
    'Which delivery channels does the Platform support, and how is a patient’s preferred channel applied?',
  ),
  question(2, 'What happens when a digital letter is not opened within a set number of days?'),
  question(
    2,
    'Does the Platform support delivery by secure fax to referring physicians? If so, describe the confirmation of receipt.',
  ),
  h2('Requirements matrix'),
  paragraph(
    'For each requirement enter one of: M (met by the standard product), C (met by configuration), D (met by development), N (not met), and add a comment where the entry is not M.',
  ),
  table(
    ['ID', 'Requirement', 'Priority', 'M/C/D/N', 'Comment'],
    [9, 49, 13, 12, 17],
    [
      ['F-01', 'The Platform must produce tagged PDF files that conform to PDF/UA-1.', 'Must', '', ''],
      [
        'F-02',
        'The Platform must produce letters in English, Spanish, Hmong and Somali from one template.',
        'Must',
        '',
        '',
      ],
      ['F-03', 'The Platform must offer large-print and Braille versions of every letter.', 'Must', '', ''],
      [
        'F-04',
        'The Platform must prevent the same letter from being sent twice to a patient on one day.',
        'Must',
        '',
        '',
      ],
      [
        'F-05',
        'The Platform must keep every item sent for ten years and find it by patient, date and type within three seconds.',
        'Must',
        '',
        '',
      ],
      [
        'F-06',
        'The Platform must stop all correspondence within one hour of notice that a patient has died.',
        'Must',
        '',
        '',
      ],
      ['F-07', 'The Platform should show the reading level of a text to its author.', 'Should', '', ''],
      [
        'F-08',
        'The Platform should combine several items for one household into a single envelope.',
        'Should',
        '',
        '',
      ],
      ['F-09', 'The Platform should report cost and postage by department each month.', 'Should', '', ''],
      [
        'F-10',
        'The Platform could offer patients a two-way text conversation to reschedule an appointment.',
        'Could',
        '',
        '',
      ],
    ],
    { kind: 'requirement', column: 1 },
  ),

  h1('Security questionnaire'),
  h2('Governance and certification'),
  question(
    2,
    'List the security certifications and attestation reports that you hold for the services offered, with the issuing body, scope and expiry date of each.',
  ),
  question(
    2,
    'When was the last independent penetration test of the Platform, who performed it, and how were its findings resolved?',
  ),
  question(
    2,
    'Are all employees with access to patient data screened before employment and trained in privacy at least once a year?',
  ),
  h2('Protection of data'),
  question(
    2,
    'Describe the encryption of patient data at rest and in transit, including algorithms and the management of keys.',
  ),
  question(2, 'How is the Authority’s data separated from that of other customers?'),
  question(
    2,
    'In which countries and data centers will patient data be stored and processed, including backups and support access?',
  ),
  h2('Access and monitoring'),
  question(
    2,
    'Does the Platform support single sign-on with SAML 2.0 or OpenID Connect, multi-factor authentication, and automatic provisioning of users?',
  ),
  question(2, 'What is recorded in the audit log, how long is it kept, and who can change it?'),
  question(
    2,
    'Within what time will you notify the Authority of a breach of patient data, and what will the notice contain?',
  ),
  question(2, 'State the limit per claim of your cyber-liability insurance and the name of the insurer.'),

  h1('Technical requirements'),
  h2('Integration'),
  question(
    2,
    'Describe your interfaces to electronic health records, naming the HL7 and FHIR versions and message types supported.',
  ),
  question(2, 'Have you integrated with the Meridian EHR, release 11 or later, and at which customers?'),
  h2('Capacity and continuity'),
  requirement(
    2,
    'The Platform must compose at least 60,000 letters an hour and show a preview to an editor within three seconds. Provide evidence from production.',
  ),
  requirement(
    2,
    'The Platform must be available 99.9% of each calendar month, excluding agreed maintenance.',
  ),
  question(
    2,
    'What are your recovery time objective and recovery point objective, and what did your last failover test show?',
  ),
  h2('Accessibility'),
  requirement(
    2,
    'The Platform’s user interface must meet WCAG 2.2 level AA. Attach a current Accessibility Conformance Report.',
  ),

  h1('Company'),
  h2('Profile'),
  question(
    2,
    'Give a short profile of your company: year founded, ownership, locations, number of employees, and revenue in the last fiscal year.',
  ),
  question(
    2,
    'Provide three references from healthcare or public-sector customers of similar size, with the scope, annual volume and date of go-live of each.',
  ),
  question(
    2,
    'Disclose any litigation, bankruptcy or contract terminated for default in the past five years.',
  ),

  h1('Implementation'),
  h2('Method and plan'),
  question(
    2,
    'Describe your implementation method and its stages, and give a plan that reaches go-live at all sites by October 1, 2027.',
  ),
  question(2, 'How will you reduce 340 templates to 150, and how many templates do you convert per week?'),
  question(2, 'Name the project manager and the lead consultant you propose, and attach their résumés.'),
  question(2, 'Describe the training for staff users and template editors, including format and duration.'),

  h1('Support'),
  h2('Service levels'),
  question(2, 'State your support hours, and the response and resolution times for each level of priority.'),
  question(2, 'What service credits apply when availability or response times are missed?'),
  question(2, 'How often are new releases installed, and how much notice do customers receive?'),

  h1('Pricing'),
  h2('Basis of prices'),
  question(2, 'Explain how your price is built up, and which events during the term would change it.'),
  question(2, 'By how much can prices rise in each year of the initial term and of the extensions?'),
  h2('Price form'),
  instruction(2, 'Complete the following table in U.S. dollars, excluding sales tax.'),
  table(
    ['Item', 'Unit', 'Quantity', 'Unit price', 'Five-year total'],
    [40, 16, 14, 15, 15],
    [
      ['Implementation, including training', 'fixed price', '1', '', ''],
      ['Template conversion', 'template', '150', '', ''],
      ['Platform subscription', 'year', '5', '', ''],
      ['Printed item, excluding postage', '1,000 items', '7,695', '', ''],
      ['Digital item', '1,000 items', '1,805', '', ''],
    ],
  ),

  h1('Evaluation'),
  h2('Criteria'),
  paragraph(
    'Proposals that meet all mandatory requirements are scored by a panel of five against these criteria.',
  ),
  table(
    ['Criterion', 'Questions the panel will ask', 'Points'],
    [26, 60, 14],
    [
      [
        'Functional fit',
        'Does the proposal meet the requirements with the standard product? Would our departments be able to work without help?',
        '30',
      ],
      [
        'Security and privacy',
        'Are the controls independently attested? Is patient data protected throughout?',
        '25',
      ],
      [
        'Implementation and support',
        'Is the plan credible for October 1, 2027? Do the references confirm it?',
        '20',
      ],
      ['Price', 'What is the total cost over five years, including extensions?', '25'],
    ],
  ),
  h2('Award'),
  clause(
    2,
    'The Authority will award the contract to the responsible proposer with the highest total score. It may cancel this request at any time.',
  ),

  h1('Terms'),
  h2('Principal terms'),
  clause(
    2,
    'The contract consists of the signed agreement, this request with its published answers, and the Contractor’s proposal, in that order of precedence.',
  ),
  clause(2, 'The contract shall be governed by the laws of the State of Minnesota.'),
  term(
    2,
    'All data supplied by the Authority or its patients remains the property of the Authority. The parties shall sign a Business Associate Agreement before any patient data is disclosed.',
  ),
  term(
    2,
    'The Authority may terminate the contract for convenience on 90 days’ written notice. On termination the Contractor shall return all data in an open format within 30 days and then delete it.',
  ),
  term(
    2,
    'The Contractor shall carry commercial general liability insurance of at least $2 million per occurrence and professional liability insurance of at least $5 million per claim for the term of the contract.',
  ),
  term(
    2,
    'Work may be subcontracted only with the Authority’s written consent. The Contractor remains responsible for its subcontractors.',
  ),
  clause(
    2,
    'Invoices are paid within 30 days of receipt. Implementation is paid on acceptance of each milestone.',
  ),
  clause(
    2,
    'Proposals become public records after award, except for parts that are marked as trade secrets and qualify as such by law.',
  ),
];

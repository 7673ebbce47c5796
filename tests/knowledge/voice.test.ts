import { describe, expect, test } from 'vitest';
import { extractDocument, type SourceFormat } from '../../src/formats/index.js';
import { isEvidence, passagesOf, sentencesOf, sentenceVoice } from '../../src/knowledge/index.js';
import { textRows, xlsx } from '../formats/support/xlsx.js';

const encode = (text: string) => new TextEncoder().encode(text);

async function read(content: string | Uint8Array, format: SourceFormat) {
  const passages = passagesOf(
    await extractDocument(typeof content === 'string' ? encode(content) : content, format),
  );
  return {
    pairs: passages.flatMap(({ question, text, speaker, stance }) =>
      question === null ? [] : [[question, text, speaker === 'US' ? stance : speaker]],
    ),
    /** The sentences that may stand as evidence. */
    evidence: passages.flatMap((passage) =>
      isEvidence(passage)
        ? sentencesOf(passage.text)
            .map(({ start, end }) => passage.text.slice(start, end))
            .filter((sentence) => isEvidence(sentenceVoice(sentence, passage)))
        : [],
    ),
  };
}

/** Cells between bars, a row a line. */
const rowsOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
const csvOf = (table: string) =>
  rowsOf(table)
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\n');

describe('a verdict is read with its row', () => {
  test.each<[string, string, [string, string, string][]]>([
    [
      'a mark under Yes or No',
      `# | Requirement | Yes | No | Remarks
       1 | The tool merges duplicate contacts. | X | | Also by hand.
       2 | The tool runs on a tablet. | | x | Desktop only.
       3 | The tool prints labels. | X | |
       4 | The tool reads bar codes. | | |`,
      [
        ['The tool merges duplicate contacts.', 'Yes. Also by hand.', 'ASSERTED'],
        ['The tool runs on a tablet.', 'No. Desktop only.', 'NEGATED'],
        ['The tool prints labels.', 'Yes', 'ASSERTED'],
      ],
    ],
    [
      'a header over two rows',
      `Ref | Requirement | Bidder's statement | | |
       | | Yes | Partly | No | Comment
       A1 | Payslips are sent by e-mail. | ✓ | | | Encrypted.
       A2 | Payslips are printed. | | ✓ | | A4 only
       A3 | Payslips are archived for 30 years. | | | ✓ | Planned for 2028.`,
      [
        ['Payslips are sent by e-mail.', 'Yes. Encrypted.', 'ASSERTED'],
        ['Payslips are printed.', 'Partially. A4 only', 'CONDITIONAL'],
        ['Payslips are archived for 30 years.', 'No. Planned for 2028.', 'NEGATED'],
      ],
    ],
    [
      'German names',
      `Nr. | Anforderung | erfüllt | teilweise erfüllt | nicht erfüllt | Bemerkung
       1 | Die Anwendung läuft im Rechenzentrum des Kunden. | | | x | Nur als Cloud-Dienst.
       2 | Rechnungen werden als PDF erzeugt. | x | | |`,
      [
        ['Die Anwendung läuft im Rechenzentrum des Kunden.', 'No. Nur als Cloud-Dienst.', 'NEGATED'],
        ['Rechnungen werden als PDF erzeugt.', 'Yes', 'ASSERTED'],
      ],
    ],
    [
      'French names, other marks',
      `N° | Exigence | Oui | Non | Commentaires
       1 | Le système fonctionne hors ligne. | | ● | Connexion requise.
       2 | Le système exporte en CSV. | ● | |`,
      [
        ['Le système fonctionne hors ligne.', 'No. Connexion requise.', 'NEGATED'],
        ['Le système exporte en CSV.', 'Yes', 'ASSERTED'],
      ],
    ],
    [
      'Spanish names and N/A',
      `Requisito | Sí | No | N/A | Observaciones
       El portal permite pagos con tarjeta. | 1 | | |
       El portal ofrece videollamadas. | | 1 | | Solo teléfono.
       El portal imprime cheques. | | | 1 |`,
      [
        ['El portal permite pagos con tarjeta.', 'Yes', 'ASSERTED'],
        ['El portal ofrece videollamadas.', 'No. Solo teléfono.', 'NEGATED'],
        ['El portal imprime cheques.', 'Not applicable', 'NEGATED'],
      ],
    ],
    [
      'crosses that say no where ticks say yes',
      `ID | Requirement | Meets | Exceeds | Does not meet | Vendor comments
       1 | Reports are exported to Excel. | ✓ | | |
       2 | Reports are exported to Lotus. | ✗ | ✗ | ✓ | Discontinued in 2010.`,
      [
        ['Reports are exported to Excel.', 'Yes', 'ASSERTED'],
        ['Reports are exported to Lotus.', 'No. Discontinued in 2010.', 'NEGATED'],
      ],
    ],
    [
      'what is there, what is planned, what is not there',
      `Ref | Requirement | Mandatory | Available now | Planned release | Not available | Comments
       1 | Bulk upload | M | X | | |
       2 | Voice control | D | | X | | Version 8
       3 | Mind reading | D | | | X |`,
      [
        ['Bulk upload', 'Yes', 'ASSERTED'],
        ['Voice control', 'Planned. Version 8', 'PLANNED'],
        ['Mind reading', 'No', 'NEGATED'],
      ],
    ],
    [
      'codes with a key of dashes, and questions that stand under no name',
      `Key: C - compliant, P - partially compliant, N - non-compliant | | |
       Operations | | Our response (C/P/N) | Remarks
       OP-1 | Is the plant staffed at night? | C | Two people.
       OP-2 | Is there a helipad? | N | Too windy.`,
      [
        ['Is the plant staffed at night?', 'Yes. Two people.', 'ASSERTED'],
        ['Is there a helipad?', 'No. Too windy.', 'NEGATED'],
      ],
    ],
    [
      'letters in place of marks, and a column without a known name for what is asked',
      `Item | Functionality description | Y | N | Notes
       1 | Nightly import of orders | X | | From SFTP
       2 | Hourly import of orders | | X |`,
      [
        ['Nightly import of orders', 'Yes. From SFTP', 'ASSERTED'],
        ['Hourly import of orders', 'No', 'NEGATED'],
      ],
    ],
    [
      'codes that the header explains',
      `Req | Requirement | Compliance (F = fully, P = partially, N = not) | Comment
       1 | Log files are signed. | F | With HMAC.
       2 | Log files are kept for ten years. | N | 90 days.
       3 | Log files go to syslog. | P | By an agent.`,
      [
        ['Log files are signed.', 'Yes. With HMAC.', 'ASSERTED'],
        ['Log files are kept for ten years.', 'No. 90 days.', 'NEGATED'],
        ['Log files go to syslog.', 'Partially. By an agent.', 'CONDITIONAL'],
      ],
    ],
    [
      'codes that a row below explains, one of them in its own words',
      `ID | Requirement | Status | Remark
       7 | Orders are split by warehouse. | S | Since 4.1
       8 | Orders are signed by hand. | X |
       9 | Orders are priced in bitcoin. | C | About ten days.
       Legend: S = standard feature, C = customisation needed, X = not available | | |`,
      [
        ['Orders are split by warehouse.', 'Yes. Standard feature. Since 4.1', 'ASSERTED'],
        ['Orders are signed by hand.', 'No. Not available', 'NEGATED'],
        ['Orders are priced in bitcoin.', 'Customisation needed. About ten days.', 'CONDITIONAL'],
      ],
    ],
    [
      'numbers with a legend above',
      `3 = fully supported; 2 = partially supported; 1 = planned; 0 = not supported | | |
       No | Requirement | Score | Explanation
       1 | Two people approve a payment. | 3 | By role.
       2 | Payments are made by fax. | 0 |
       3 | Payments are made by SEPA Instant. | 1 | Next year.`,
      [
        ['Two people approve a payment.', 'Yes. Fully supported. By role.', 'ASSERTED'],
        ['Payments are made by fax.', 'No. Not supported', 'NEGATED'],
        ['Payments are made by SEPA Instant.', 'Planned. Next year.', 'PLANNED'],
      ],
    ],
    [
      'well-known codes without a legend',
      `# | Requirement | Compliant (Y/N) | Explanation
       1 | Badges are collected at the door. | Y |
       2 | Guards are armed. | N | Never.`,
      [
        ['Badges are collected at the door.', 'Yes', 'ASSERTED'],
        ['Guards are armed.', 'No. Never.', 'NEGATED'],
      ],
    ],
    [
      'verdicts in words',
      `Anforderung | Antwort | Kommentar
       Die Software ist barrierefrei. | Teilweise | WCAG 2.1 A
       Die Software ist quelloffen. | Nein |
       Die Software ist mandantenfähig. | Ja | Je Mandant ein Schema`,
      [
        ['Die Software ist barrierefrei.', 'Teilweise. WCAG 2.1 A', 'CONDITIONAL'],
        ['Die Software ist quelloffen.', 'Nein', 'NEGATED'],
        ['Die Software ist mandantenfähig.', 'Ja. Je Mandant ein Schema', 'ASSERTED'],
      ],
    ],
    [
      'boxes that were ticked',
      `Question | Answer | Details
       Are visitors escorted? | ☒ Yes ☐ No | Always.
       Are visitors photographed? | [ ] Yes [x] No |
       Are visitors searched? | ☐ Yes ☐ No |`,
      [
        ['Are visitors escorted?', 'Yes. Always.', 'ASSERTED'],
        ['Are visitors photographed?', 'No', 'NEGATED'],
      ],
    ],
    [
      "an answer with its description; what is the buyer's part is not ours",
      `Question ID | Consensus Question | CSP CAIQ Answer | SSRM Control Ownership | CSP Implementation Description (Optional) | CSC Responsibilities (Optional)
       IAM-01 | Are identities reviewed? | Yes | CSP-owned | Every quarter, by the team leads. | Remove leavers.
       IAM-02 | Is there a separate policy? | No | Shared | It is a part of the handbook. |`,
      [
        ['Are identities reviewed?', 'Yes. Every quarter, by the team leads.', 'ASSERTED'],
        ['Is there a separate policy?', 'No. It is a part of the handbook.', 'NEGATED'],
      ],
    ],
    [
      'what the vendor says, not what was hoped for',
      `Question | Expected answer | Vendor response | Scoring
       Do you have a bug bounty? | Yes | No, but a mailbox. | 5
       Do you pay for reports? | Yes | | 5`,
      [['Do you have a bug bounty?', 'No, but a mailbox.', 'NEGATED']],
    ],
    [
      'what is planned or possible on request',
      `Requirement | Response | Comments
       Invoices are sent by Peppol. | Planned | Second half of 2027
       Invoices are sent by post. | Available on request |
       Invoices are sent by fax. | Yes | This is planned for version 9.`,
      [
        ['Invoices are sent by Peppol.', 'Planned. Second half of 2027', 'PLANNED'],
        ['Invoices are sent by post.', 'Available on request', 'CONDITIONAL'],
        ['Invoices are sent by fax.', 'Yes. This is planned for version 9.', 'PLANNED'],
      ],
    ],
    [
      'levels of conformance',
      `Criteria | Conformance Level | Remarks and Explanations
       1.1.1 Non-text Content | Supports | Icons have labels.
       1.2.4 Captions (Live) | Does Not Support | No captions.
       1.2.5 Audio Description | Partially Supports |`,
      [
        ['1.1.1 Non-text Content', 'Supports. Icons have labels.', 'ASSERTED'],
        ['1.2.4 Captions (Live)', 'Does Not Support. No captions.', 'NEGATED'],
        ['1.2.5 Audio Description', 'Partially Supports', 'CONDITIONAL'],
      ],
    ],
    [
      'rows that name the columns anew under a title of their own are no answers',
      `ID | Question | Answer | Additional Information
       COMP | Company | Answer | Additional Information
       COMP-1 | Who owns you? | The founders. |
       AI | AI policy | Answer | Additional Information
       AI-1 | Do you train models? | No | Never on customers' data.`,
      [
        ['Who owns you?', 'The founders.', 'ASSERTED'],
        ['Do you train models?', "No. Never on customers' data.", 'NEGATED'],
      ],
    ],
  ])('%s', async (_what, table, pairs) => {
    const found = await read(csvOf(table), 'csv');
    expect(found.pairs).toEqual(pairs);
    for (const [question] of pairs) expect(found.evidence).not.toContain(question);
  });

  test('a legend on another sheet counts', async () => {
    const sheet = (name: string, table: string) => ({ name, rows: textRows(rowsOf(table)) });
    const book = xlsx([
      sheet('Legend', 'Code | Meaning\nSF | Standard functionality\nTP | Third party\nNA | Not available'),
      sheet(
        'Finance',
        'No | Requirement | Vendor code | Comments\n1 | Budgets are versioned. | SF | Yes, all.\n2 | Budgets are sung. | NA |\n3 | Budgets are drawn. | TP | ChartCo',
      ),
    ]);
    expect((await read(book, 'xlsx')).pairs).toEqual([
      ['Budgets are versioned.', 'Yes. Standard functionality. Yes, all.', 'ASSERTED'],
      ['Budgets are sung.', 'No. Not available', 'NEGATED'],
      ['Budgets are drawn.', 'Third party. ChartCo', 'CONDITIONAL'],
    ]);
  });
});

test('answers under what they answer are read with it, in running text too', async () => {
  const found = await read(
    `# Filled in for the ministry

1. The app runs on premises.
Response: No. Cloud only.

2. The app exports CSV files.
**Answer:** Yes

3. The app sings in Welsh.
Response: ____

**Q4: Where is the data?**

A: In Oslo.

Requirement 5: The app is free of charge.

Supplier's response: Planned for 2028.

The office is in Bergen. Answer times are short.`,
    'markdown',
  );
  expect(found).toEqual({
    pairs: [
      ['The app runs on premises.', 'No. Cloud only.', 'NEGATED'],
      ['The app exports CSV files.', 'Yes', 'ASSERTED'],
      ['Where is the data?', 'In Oslo.', 'ASSERTED'],
      ['The app is free of charge.', 'Planned for 2028.', 'PLANNED'],
    ],
    evidence: expect.arrayContaining([
      'No. Cloud only.',
      'The office is in Bergen.',
      'Answer times are short.',
    ]),
  });
  expect(found.evidence.join()).not.toMatch(/premises|Welsh|charge/);
});

describe('without a verdict that can be read, what is asked is the words of a buyer', () => {
  test.each<[string, string]>([
    [
      'nobody answered, and a column says what is hoped for',
      `ID | Question | Answer | Compliant Response
       Q1 | Is data encrypted at rest? | | Yes
       Q2 | Is there a privacy officer? | | Yes`,
    ],
    [
      'guidance and examples',
      `Question | Guidance | Example answer | Response
       Describe your change process. | Mention approvals. | Changes are approved by the CAB. |
       Who is your auditor? | Name the firm. | Smith & Partners LLP |`,
    ],
    [
      'places to fill in',
      `Question | Vendor response | Comments
       How many people work for you? | [number of employees] | TBD
       Which standards do you meet? | To be completed by the vendor | Please select from the list
       Is there a hotline? | Yes / No | What do you mean by hotline?`,
    ],
    [
      'codes that nobody explains',
      `No | Requirement | Code
       1 | The archive keeps e-mails for ten years. | A
       2 | The archive can be searched offline. | D`,
    ],
    [
      'codes that nobody explains, with remarks',
      `Requirement | Response | Remarks
       The app works at sea. | D | Tested on a ferry.
       The app works under water. | 0 | Tested in a pool.`,
    ],
    [
      'two marks in one row, or none',
      `Requirement | Yes | No
       The app works on a watch. | X | X
       The app works on a fridge. | |`,
    ],
    [
      'a list of requirements with a priority',
      `ID | Requirement | Priority | Owner
       R1 | The archive keeps e-mails for ten years. | M | Ms Hall
       R2 | The archive is searched in a second. | D | Mr Wood`,
    ],
    [
      'offers side by side',
      `Requirement | Vendor A | Vendor B
       The archive keeps e-mails for ten years. | ✓ | –
       The archive is searched in a second. | – | ✓`,
    ],
    [
      'marks without the names of their columns',
      `1.1 | The archive keeps e-mails for ten years. | X | |
       1.2 | The archive can be searched offline. | | X | only online`,
    ],
  ])('%s', async (_what, table) => {
    expect(await read(csvOf(table), 'csv')).toEqual({ pairs: [], evidence: [] });
  });
});

describe('whose words a text is', () => {
  test.each<[string, string]>([
    [
      'an old request for proposals, its neutral sentences too',
      `# Request for Proposals 2021-07: Records management

Port Authority of Exampleville

## Background
The authority runs three terminals. Records are stored in two archives.

## Scope
The contractor shall scan 40,000 boxes. Scanned pages are delivered as PDF/A. The contractor must hold ISO 27001.

## Submission
Proposals must be received by 3 May. Does your company carry insurance?`,
    ],
    [
      'a letter of a buyer without a title',
      `Dear Sir or Madam,

we are looking for a supplier of a payroll service. The supplier must pay 900 employees every month. Suppliers shall hold a SOC 1 report. Payslips are available in Dutch and French.

Please submit your offer by Friday.`,
    ],
    [
      'a specification in German',
      `# Lastenheft Zeiterfassung

Der Auftragnehmer muss die Software im Rechenzentrum der Stadt betreiben. Buchungen werden zehn Jahre aufbewahrt. Der Bieter hat eine Hotline zu stellen.`,
    ],
    [
      'a specification in French',
      `# Cahier des charges

Le titulaire doit héberger les données en France. Les sauvegardes sont quotidiennes. Le prestataire devra fournir un support.`,
    ],
    [
      'bare demands under their heading',
      `# Notes

## Requirements
- Must support single sign-on.
- Shall keep audit logs for seven years.
- Data is hosted in Canada.`,
    ],
    [
      'a questionnaire without answers',
      `# Supplier security questionnaire

1. Do you encrypt backups?
2. Describe your incident response process.
3. Please list all subprocessors.`,
    ],
    [
      'a template',
      `# Proposal template

Dear [Client name],

thank you for your request. We have <number> employees in [COUNTRY]. Our service costs ____ EUR a month. TODO: add references.

Kind regards, {{signature}}`,
    ],
  ])('%s is no evidence', async (_what, text) => {
    expect(await read(text, 'markdown')).toEqual({ pairs: [], evidence: [] });
  });

  test.each<[string, string, string[]]>([
    [
      'our policy, which obliges our own suppliers and staff',
      `# Supplier policy

All vendors are assessed every year. Vendors must sign a non-disclosure agreement. Passwords must have 14 characters. You must lock your screen.`,
      [],
    ],
    [
      'our product: its plans, its service levels, its system requirements',
      `# Plans

| Feature | Basic | Plus |
|---|---|---|
| Audit log | – | ✓ |
| Users | 5 | 50 |

# Service levels

| Priority | Response time |
|---|---|
| 1 | 15 minutes |
| 2 | 4 hours |

# System requirements

| Component | Minimum requirement |
|---|---|
| Memory | 8 GB |
| Browser | Firefox 115 |`,
      [],
    ],
    [
      'our handbook, apart from what is planned, on request, asked, or about somebody else',
      `# Security

Backups run every night. We do not sell data. Our hosting provider holds ISO 27001. We are preparing for ISO 27001. A pentest report is available upon request. Single sign-on is planned for 2028. Any questions? Our office has ____ seats. Our hosting provider is Alpha GmbH. An external firm tests the app every year.`,
      [
        'Our hosting provider holds ISO 27001.',
        'We are preparing for ISO 27001.',
        'A pentest report is available upon request.',
        'Single sign-on is planned for 2028.',
        'Any questions?',
        'Our office has ____ seats.',
      ],
    ],
    [
      'our response to a request, apart from the requirements that it repeats',
      `# Response to the RFP of the Port Authority

## 3.1 Hosting
Requirement: The data is hosted in the port. The contractor shall host the service in the EU.

We host the service in Ireland. The service is monitored around the clock. Our staff speak English and Irish. We answer within an hour.`,
      ['Requirement: The data is hosted in the port.', 'The contractor shall host the service in the EU.'],
    ],
    [
      'an encyclopedia',
      `# Super Bowl XX

Super Bowl XX was played in New Orleans in 1986. The stadium was planned in the 1960s by a team of architects. The Bears won 46 to 10. IBM offers mainframes. In 1521 he said that every bishop must answer.`,
      [],
    ],
    [
      'questions with our answers below',
      `# FAQ

## Do you encrypt backups?
Yes, with AES-256.

**Q: Where is the data?** In Oslo.`,
      ['**Q: Where is the data?**'],
    ],
  ])('%s is', async (_what, text, not) => {
    const { evidence } = await read(text, 'markdown');
    const document = await extractDocument(encode(text), 'markdown');
    const all = passagesOf(document).flatMap((passage) =>
      sentencesOf(passage.text).map(({ start, end }) => passage.text.slice(start, end)),
    );
    expect(all.filter((sentence) => !evidence.includes(sentence))).toEqual(not);
  });
});

test('a sentence says whose fact it is, and whether it holds already', () => {
  const voiceIn = (sentence: string) => {
    const { speaker, stance } = sentenceVoice(sentence, { speaker: 'US', stance: 'ASSERTED' });
    return speaker === 'US' ? stance : speaker;
  };
  const SAID = {
    THIRD_PARTY: [
      'The sister company in Porto has an ISO 9001 certificate.',
      'Our freight partner in the north holds an AEO licence.',
      'One of our distributors is certified to ISO 13485.',
      'The company that hosts our mail is SOC 2 audited.',
      'Microsoft Azure, on which the archive runs, has been assessed against C5.',
      'Our parent company employs 9,000 people.',
      'Our cleaning contractor, Blank & Sons, has been certified to ISO 14001.',
      'The insurance company behind us is licensed in Malta.',
    ],
    BUYER: [
      'The client said that parcels arrive within a day.',
      'Our customers expect a reply within one hour.',
      'Many customers want an invoice each month.',
    ],
    PLANNED: [
      'After the stage 2 audit, our laboratory will be accredited under ISO 17025.',
      'We will hold a SOC 2 report as soon as the audit is finished.',
      'Drivers may be able to sign on glass in a later release.',
      'Barcodes could be read by camera in one of the next versions.',
    ],
    ASSERTED: [
      'Our partner portal is certified to WCAG 2.1.',
      'The company holds ISO 9001.',
      'Customers must change their password every 90 days.',
      'The customer needs an administrator account.',
      'The provider network covers 40 towns.',
      'Once the order is placed, goods will be available within two hours.',
      'When the contract ends, we will provide an export of the data.',
      'Our data centre in Bern is ISO 27001 certified.',
      'Tickets may be closed in the next shift.',
    ],
  };
  for (const [voice, sentences] of Object.entries(SAID))
    expect(sentences.map((sentence) => [sentence, voiceIn(sentence)])).toEqual(
      sentences.map((sentence) => [sentence, voice]),
    );
});

/** What rules should make of a question and a small knowledge base; written before any output was seen. */
export interface DraftCase {
  question: string;
  /** Titles and Markdown of the documents. */
  knowledge: Record<string, string>;
  status: 'DRAFTED' | 'NEEDS_INPUT';
  says?: RegExp[];
  never?: RegExp[];
}

const CLINIC = `# Clinic handbook

## Certificates

Our laboratory partner is accredited under ISO 15189. We ourselves are preparing for ISO 15189 and expect the visit in 2028.

## Appointments

The clinic is open Monday to Saturday. Appointments can be cancelled free of charge up to 24 hours before. This does not apply to surgery.

## Staff training

Nurses are trained in resuscitation twice a year. Administrative staff has never been trained.

## Records

Patient records are kept for ten years after the last visit. X-ray images are kept for 28 years. Visitor lists are kept for six months.

## Labs

We work with the following laboratories:

- Norlab AS (blood, Oslo)
- Helix SA (genetics, Geneva)
- Brixton Pathology Ltd (tissue, London)
`;

const FLEET = `# Fleet services

| Contract | Light | Full |
|---|---|---|
| Tyre change | – | ✓ |
| Windscreen repair | ✓ | ✓ |
| Replacement car | No | within 4 hours |
| Monthly fee per vehicle | 29 EUR | 74 EUR |

# Repairs

| Class | Arrival | Repaired within |
|---|---|---|
| A (vehicle immobile) | 45 minutes | 1 day |
| B (vehicle drives with a fault) | 6 hours | 3 days |
| C (cosmetic) | 2 days | 4 weeks |
`;

const OTHER_FLEET = `# Offer to a client

| Class | Arrival |
|---|---|
| A | 45 minutes |
| B | 3 hours |

| Contract | Light | Full |
|---|---|---|
| Windscreen repair | – | ✓ |
`;

const WAREHOUSE = `# Warehouse operations

## Cold chain

Goods in the cold store are kept below 4 degrees at all times. Temperatures are recorded every ten minutes.

## Insurance

Stored goods are insured up to 2 million EUR per site. However, jewellery and cash are excluded.

## Access

Badges are obligatory for drivers and voluntary for visitors.

## Emergency

The recovery point objective is 15 minutes and the recovery time objective is two hours.

## Disposal

Damaged goods are destroyed within 14 days. We never resell damaged goods.
`;

export const CASES: DraftCase[] = [
  // Whose fact it is, and how it stands.
  {
    question: 'Are you accredited under ISO 15189?',
    knowledge: { Clinic: CLINIC },
    status: 'NEEDS_INPUT',
    says: [/laboratory partner/, /We ourselves are preparing/],
  },
  {
    question: 'Do you operate drones?',
    knowledge: {
      Survey:
        '# Survey\n\nDoes the contractor operate drones?\n\nThe contractor shall operate drones with a licence.',
    },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'How many crane operators do you employ?',
    knowledge: { Yard: '# Yard\n\nWe employ [NUMBER] crane operators in our yards.' },
    status: 'NEEDS_INPUT',
    never: [/^We employ/],
  },
  {
    question: 'What is the daily rate of a consultant?',
    knowledge: {
      Rates: '# Rates\n\nThe daily rate of a consultant is <amount> EUR. TODO check with finance.',
    },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'Do you offer a mobile app for anglers?',
    knowledge: { App: '# Mobile app\n\nA mobile app for anglers is planned for the spring of 2028.' },
    status: 'NEEDS_INPUT',
    says: [/planned/],
  },
  {
    question: 'Do you resell damaged goods?',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'DRAFTED',
    says: [/never resell damaged goods/],
  },
  {
    question: 'Do you process biometric data?',
    knowledge: { Privacy: '# Privacy\n\n## Biometrics\n\nWe do not process biometric data of passengers.' },
    status: 'DRAFTED',
    says: [/do not process biometric data/],
  },
  // The sentence that turns the meaning.
  {
    question: 'Can appointments be cancelled free of charge?',
    knowledge: { Clinic: CLINIC },
    status: 'DRAFTED',
    says: [/24 hours before/, /does not apply to surgery/],
  },
  {
    question: 'Is your staff trained in resuscitation?',
    knowledge: { Clinic: CLINIC },
    status: 'DRAFTED',
    says: [/Nurses are trained/, /never been trained/],
  },
  {
    question: 'Are stored goods insured?',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'DRAFTED',
    says: [/2 million EUR/, /jewellery and cash are excluded/],
  },
  {
    question: 'Are badges obligatory for all visitors?',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'DRAFTED',
    says: [/voluntary for visitors/],
  },
  {
    question: 'Which languages does the guide speak?',
    knowledge: {
      Tours:
        '# Tours\n\nThe guide speaks the following languages, depending on the season:\n\n- Catalan\n- Basque\n',
    },
    status: 'DRAFTED',
    says: [/Catalan/, /Basque/],
  },
  {
    question: 'For how long are tapes archived?',
    knowledge: {
      Archive: '# Archive\n\nTapes are archived for a time that depends on the type of recording:',
    },
    status: 'NEEDS_INPUT',
    never: [/^Tapes/],
  },
  // Plainly there, in other words.
  {
    question: 'How long do you retain patient records?',
    knowledge: { Clinic: CLINIC },
    status: 'DRAFTED',
    says: [/ten years/],
    never: [/28 years/],
  },
  {
    question: 'How long are visitor lists stored?',
    knowledge: { Clinic: CLINIC },
    status: 'DRAFTED',
    says: [/six months/],
  },
  {
    question: 'List all laboratories you work with.',
    knowledge: { Clinic: CLINIC },
    status: 'DRAFTED',
    says: [/Norlab/, /Helix/, /Brixton/],
  },
  {
    question: 'Name your laboratories.',
    knowledge: { Clinic: CLINIC },
    status: 'DRAFTED',
    says: [/Norlab/, /Helix/, /Brixton/],
  },
  {
    question: 'What are your RPO and RTO?',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'DRAFTED',
    says: [/15 minutes/, /two hours/],
  },
  {
    question: 'What is your recovery time objective?',
    knowledge: { Plan: '# Continuity\n\nOur RTO is 6 hours. Lunch is served at noon.' },
    status: 'DRAFTED',
    says: [/6 hours/],
  },
  {
    question: 'Is SSO available?',
    knowledge: { Login: '# Signing in\n\nSingle sign-on is available with SAML 2.0 on every plan.' },
    status: 'DRAFTED',
    says: [/SAML 2\.0/],
  },
  {
    question: 'How often are temperatures recorded?',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'DRAFTED',
    says: [/every ten minutes/],
  },
  // Not there.
  {
    question: 'How long are payslips kept?',
    knowledge: { Clinic: CLINIC },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'How many nurses do you employ?',
    knowledge: { Clinic: CLINIC },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'Do you hold ISO 22000?',
    knowledge: { Kitchen: '# Kitchen\n\nOur kitchens hold ISO 9001 and are inspected each spring.' },
    status: 'NEEDS_INPUT',
  },
  // Sources that differ.
  {
    question: 'When is the service desk open?',
    knowledge: {
      Handbook: '# Service desk\n\n## Opening hours\n\nThe service desk is open 24/7.',
      'Brochure 2021':
        '# Service desk\n\n## Opening hours\n\nThe service desk is open on weekdays from 7:00 to 19:00.',
    },
    status: 'NEEDS_INPUT',
    says: [/24\/7/, /weekdays from 7:00/, /differ/i],
  },
  {
    question: 'How long is the warranty on pumps?',
    knowledge: {
      'Price list': '# Pumps\n\nThe warranty on pumps is 24 months.',
      Flyer: '# Pumps\n\nOur warranty on pumps is five years.',
    },
    status: 'NEEDS_INPUT',
    says: [/24 months/, /five years/],
  },
  {
    question: 'Is data encrypted in transit?',
    knowledge: {
      A: '# Encryption\n\nData in transit is encrypted with TLS 1.3; TLS 1.2 is accepted from older systems.',
      B: '# Encryption\n\nData in transit is encrypted with TLS 1.3; TLS 1.2 is accepted from systems that cannot yet use 1.3.',
    },
    status: 'DRAFTED',
    says: [/TLS 1\.3/],
  },
  {
    question: 'When was the last penetration test?',
    knowledge: {
      A: '# Tests\n\nThe last penetration test, in June 2026, found no critical issue.',
      B: '# Tests\n\nThe last penetration test was performed from June 8 to June 19, 2026.',
    },
    status: 'DRAFTED',
    says: [/June/],
  },
  {
    question: 'Do you share patient data with insurers?',
    knowledge: {
      A: '# Data\n\nWe do not share patient data with insurers.',
      B: '# Billing\n\nWe share patient data with insurers for billing.',
    },
    status: 'NEEDS_INPUT',
    says: [/do not share/, /for billing/],
  },
  {
    question: 'How long is the warranty on pumps?',
    knowledge: {
      'Price list': '# Pumps\n\nThe warranty on pumps is 24 months.',
      Flyer: '# Pumps\n\nThe warranty on pumps is two years.',
    },
    status: 'DRAFTED',
    says: [/24 months|two years/],
  },
  {
    question: 'How long are database backups kept?',
    knowledge: {
      A: '# Backups\n\nDatabase backups are kept for 35 days.',
      B: '# Mail\n\nMail backups are kept for 90 days.',
    },
    status: 'DRAFTED',
    says: [/35 days/],
    never: [/90 days/],
  },
  // Half of a question.
  {
    question: 'Describe your cold chain and your fire protection.',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'NEEDS_INPUT',
    says: [/below 4 degrees/, /fire protection/],
  },
  {
    question: 'Describe your insurance and how damaged goods are destroyed.',
    knowledge: { Warehouse: WAREHOUSE },
    status: 'DRAFTED',
    says: [/2 million EUR/, /within 14 days/],
  },
  {
    question: 'How many ships do you own, and under which flag do they sail?',
    knowledge: { Shipping: '# Shipping\n\nWe own 14 ships. The canteen opens at noon.' },
    status: 'NEEDS_INPUT',
    says: [/14 ships/, /flag/],
  },
  // Tables.
  {
    question: 'How quickly do you arrive at a class B fault?',
    knowledge: { Fleet: FLEET },
    status: 'DRAFTED',
    says: [/B \(vehicle drives with a fault\).*Arrival 6 hours/],
    never: [/45 minutes/, /cosmetic/],
  },
  {
    question: 'Is tyre change part of the Light contract?',
    knowledge: { Fleet: FLEET },
    status: 'DRAFTED',
    says: [/Tyre change.*Light.*no/i],
    never: [/Windscreen/],
  },
  {
    question: 'Is windscreen repair included in the Full contract?',
    knowledge: { Fleet: FLEET },
    status: 'DRAFTED',
    says: [/Windscreen repair.*Full.*yes/i],
    never: [/29 EUR/],
  },
  {
    question: 'What is the monthly fee per vehicle with the Full contract?',
    knowledge: { Fleet: FLEET },
    status: 'DRAFTED',
    says: [/74 EUR/],
    never: [/29 EUR/],
  },
  {
    question: 'How long are guest registrations kept?',
    knowledge: {
      Hotel:
        '# Retention\n\nData is kept depending on its type:\n\nData\tKept for\nGuest registrations\t18 months\nInvoices\t10 years',
    },
    status: 'DRAFTED',
    says: [/Guest registrations: 18 months/],
    never: [/10 years/],
  },
  // Looked at once after the rules were made for those above.
  {
    question: 'List all your offices.',
    knowledge: {
      Profile:
        '# Offices\n\n| City | Country | Staff |\n|---|---|---|\n| Bergen | Norway | 40 |\n| Riga | Latvia | 12 |',
    },
    status: 'DRAFTED',
    says: [/Bergen/, /Riga/],
  },
  {
    question: 'How many staff work in Riga?',
    knowledge: {
      Profile:
        '# Offices\n\n| City | Country | Staff |\n|---|---|---|\n| Bergen | Norway | 40 |\n| Riga | Latvia | 12 |',
    },
    status: 'DRAFTED',
    says: [/Riga: Staff 12/],
    never: [/40/],
  },
  {
    question: 'Do you hold PCI DSS?',
    knowledge: {
      Shop: '# Payments\n\nOur payment partner is PCI DSS Level 1 certified. It is audited each year.',
    },
    status: 'NEEDS_INPUT',
    says: [/What was found is a statement about another party/],
  },
  {
    question: 'Do you have cyber insurance?',
    knowledge: { Cover: '# Insurance\n\nWe have liability insurance of 5 million EUR.' },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'Do you run background checks on staff?',
    knowledge: {
      People:
        '# People\n\nBackground checks are made for all employees before they start. Interns are not included.',
    },
    status: 'DRAFTED',
    says: [/Interns are not included/],
  },
  {
    question: 'What certifications do you hold and when do they expire?',
    knowledge: { Quality: '# Certifications\n\nWe hold ISO 9001 and ISO 14001.' },
    status: 'NEEDS_INPUT',
    says: [/ISO 9001/, /Not answered by the knowledge base: “when do they expire”/],
  },
  {
    question: 'What is your uptime guarantee?',
    knowledge: {
      SLA: '# Availability\n\nWe guarantee an uptime of 99.9% a month.',
      Website: '# Availability\n\nWe guarantee an uptime of 99.5% a month.',
    },
    status: 'NEEDS_INPUT',
    says: [/99\.9% against 99\.5%|99\.5% against 99\.9%/, /in use since 2026-03-02/],
  },
  // Tables that differ in a cell, and a table against a sentence.
  {
    question: 'How soon does a technician arrive for a class B fault?',
    knowledge: { Fleet: FLEET, Offer: OTHER_FLEET },
    status: 'NEEDS_INPUT',
    says: [/6 hours against 3 hours|3 hours against 6 hours/],
  },
  {
    question: 'What is the arrival time for class A faults?',
    knowledge: { Fleet: FLEET, Offer: OTHER_FLEET },
    status: 'DRAFTED',
    says: [/45 minutes/],
    never: [/hours/],
  },
  {
    question: 'Is windscreen repair part of the Light contract?',
    knowledge: { Fleet: FLEET, Offer: OTHER_FLEET },
    status: 'NEEDS_INPUT',
    says: [/yes against no|no against yes/],
  },
  {
    question: 'How many parcels does the Gold tariff include?',
    knowledge: {
      Tariffs:
        '| Tariff | Parcels | Depots |\n|---|---|---|\n| Silver | 200 parcels | 2 |\n| Gold | 900 parcels | 5 |',
      Flyer: 'The Gold tariff comes with 1,200 parcels.',
    },
    status: 'NEEDS_INPUT',
    says: [/1,200 parcels against 900 parcels|900 parcels against 1,200 parcels/],
  },
  // Which of several products is meant.
  {
    question: 'Does Tiller print customs forms?',
    knowledge: {
      Anchor: '# Anchor\n\nAnchor is our freight desk. Anchor prints customs forms in four languages.',
      Tiller: '# Tiller\n\nTiller is our berth planner. Tiller exports its plans as PDF.',
    },
    status: 'NEEDS_INPUT',
    says: [/What was found is a statement about another/],
  },
  {
    question: 'Does Anchor print customs forms?',
    knowledge: {
      Anchor: '# Anchor\n\nAnchor is our freight desk. Anchor prints customs forms in four languages.',
      Tiller: '# Tiller\n\nTiller is our berth planner. Tiller exports its plans as PDF.',
    },
    status: 'DRAFTED',
    says: [/four languages/],
  },
  {
    question: 'How long does Tiller keep berth bookings?',
    knowledge: {
      Suite:
        '# Anchor\n\n## Bookings\n\nThe module keeps berth bookings for three years.\n\n# Tiller\n\n## Plans\n\nThe module draws plans to scale.',
    },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'Does Tiller keep berth bookings encrypted?',
    knowledge: {
      Suite:
        '# Tiller\n\nTiller is our berth planner.\n\n# Security\n\nWe keep all berth bookings encrypted.',
    },
    status: 'DRAFTED',
    says: [/We keep all berth bookings encrypted/],
  },
  {
    question: 'Does Tiller connect to harbour radar?',
    knowledge: {
      Sheet: 'Anchor\n\nThe module connects to harbour radar.\n\nTiller\n\nThe module draws plans to scale.',
    },
    status: 'NEEDS_INPUT',
  },
  // What limits a statement, in other words.
  {
    question: 'Do you refund cancelled cruises in full?',
    knowledge: {
      Cruises:
        '# Refunds\n\nCancelled cruises are refunded in full. This only counts for bookings made with us.\n\nMeals are free.',
    },
    status: 'DRAFTED',
    says: [/This only counts for bookings made with us/],
  },
  {
    question: 'Is the mill certified to FSC?',
    knowledge: {
      Timber: '# Timber\n\nPlanks are cut by our supplier Holt & Marsh. Holt & Marsh is certified to FSC.',
    },
    status: 'NEEDS_INPUT',
    says: [/What was found is a statement about another party/],
  },
  {
    question: 'How many warehouses do you run?',
    knowledge: {
      Cases: '# Case study: Initech\n\nInitech runs 14 warehouses. The company runs 3 warehouses abroad.',
    },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'How many warehouses do you run?',
    knowledge: { Profile: '# Initech\n\nInitech runs 14 warehouses. Our partner Umbra runs two warehouses.' },
    status: 'DRAFTED',
    says: [/Initech runs 14 warehouses/],
  },
  {
    question: 'Who cuts your planks?',
    knowledge: { Timber: '# Timber\n\nOur planks are cut by our supplier Holt & Marsh.' },
    status: 'DRAFTED',
    says: [/Holt & Marsh/],
  },
  {
    question: 'Where is your main depot?',
    knowledge: {
      Depots: '# Sites\n\nUntil 2021 our main depot was in Ghent. Since then it has been in Bruges.',
    },
    status: 'DRAFTED',
    says: [/Bruges/],
  },
  {
    question: 'What is the repair time for class D faults?',
    knowledge: { Fleet: FLEET },
    status: 'NEEDS_INPUT',
  },
  // Abbreviations that the documents spell out themselves.
  {
    question: 'Within what time must a verified fleet inspection be booked?',
    knowledge: {
      Inspections:
        '# Verified fleet inspection (VFI)\n\n## Rules\n\nThe VFI must be booked within 14 days of delivery.\n\n## Parking\n\nVans are parked behind the hall.\n',
    },
    status: 'DRAFTED',
    says: [/within 14 days/],
    never: [/hall/],
  },
  // The list is whole, although its items explain themselves by questions or run on.
  {
    question: 'List what you record about each vehicle.',
    knowledge: {
      Register:
        '# Register\n\nFor each vehicle we record:\n\n- **Keeper**, i.e. who drives it?\n- **Mileage**. It is read every month.\n- **Damage**, with pictures\n\nThe register is kept in Oslo.\n',
    },
    status: 'DRAFTED',
    says: [/Keeper/, /Mileage/, /Damage/],
  },
  // Of a list with codes the item that is asked for.
  {
    question: 'How quickly do you respond to a P2 fault?',
    knowledge: {
      Faults:
        '# Response to faults\n\n- P1 urgent: response in 1 hour\n- P2 high: response in 5 hours\n- P3 normal: response in 2 days\n',
    },
    status: 'DRAFTED',
    says: [/5 hours/],
    never: [/1 hour/, /2 days/],
  },
  // A table that has lost its corner.
  {
    question: 'What does a day of tow truck rental cost at weekends?',
    knowledge: {
      Prices:
        '# Rental prices\n\n|  | Weekdays | Weekends |\n|---|---|---|\n| Tow truck | 90 EUR | 120 EUR |\n| Van | 40 EUR | 55 EUR |\n',
    },
    status: 'DRAFTED',
    says: [/120 EUR/],
    never: [/90 EUR/],
  },
  // Another company, and what is wanted rather than so.
  {
    question: 'How long does Contoso keep patient records?',
    knowledge: { Clinic: CLINIC },
    status: 'NEEDS_INPUT',
  },
  {
    question: 'Who has access to the vehicle safe?',
    knowledge: {
      Access:
        '# Access\n\n## Current state\n\nThe night shift has access to the vehicle safe.\n\n## Desired end-state\n\nNobody has access to the vehicle safe.\n',
    },
    status: 'DRAFTED',
    says: [/night shift/],
    never: [/Nobody/],
  },
  // The same number of days, put with "business" and without.
  {
    question: 'How quickly are badges of leavers disabled?',
    knowledge: {
      Old: '# Leavers\n\nBadges of leavers are disabled within 3 business days.\n',
      New: '# Leavers\n\nThe badges of leavers are disabled within 1 business day.\n',
    },
    status: 'NEEDS_INPUT',
    says: [/3 business days/, /1 business day/],
  },
];

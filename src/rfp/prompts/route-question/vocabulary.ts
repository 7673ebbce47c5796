import type { Route } from './types.js';

/** Weighted terms of one route: 3 tells by itself, 2 tells as a rule, 1 is a hint. */
export interface Vocabulary {
  route: Exclude<Route, 'other'>;
  terms: readonly (readonly [weight: number, pattern: RegExp])[];
}

const terms = (weight: number, words: string): readonly [number, RegExp] => [
  weight,
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu'),
];

/** Earlier ones win ties: what is about both security and the product goes to the security people. */
export const VOCABULARY: readonly Vocabulary[] = [
  {
    route: 'security',
    terms: [
      terms(
        3,
        'encrypt\\w*|cryptograph\\w*|cipher\\w*|penetration tests?|pen(?:-| )?tests?|vulnerabilit\\w*|soc ?[12]|iso(?:\\/iec)? ?27\\d{3}|fedramp|fisma|nist|pci(?:[- ]dss)?|hipaa|hitrust|multi-?factor|mfa|2fa|sso|single sign-?on|saml|firewalls?|malware|anti-?virus|intrusion|cyber\\w*|infosec|security incidents?|data breach\\w*|breach notification|least privilege|xss|csrf|sql injection|authority to operate|ato|zero trust|siem|dlp',
      ),
      terms(
        2,
        'security|secure(?:ly|d)?|authenticat\\w*|authoriz(?:ation|e[ds]?) users?|access controls?|role-based|rbac|passwords?|credentials?|threats?|breach(?:es)?|attack\\w*|patch(?:es|ing)?|audit (?:logs?|trails?)|certifications?|attestations?|keys? (?:management|rotation)|privileged|background checks?|sensitive data|data protection|pii|personally identifiable',
      ),
      terms(
        1,
        'confidential\\w*|privacy|access|logging|audit\\w*|incidents?|compliance|data at rest|in transit',
      ),
    ],
  },
  {
    route: 'pricing',
    terms: [
      terms(
        3,
        'pric(?:e|es|ed|ing)|costs?|fees?|rate card|labor rates?|hourly rates?|invoic\\w*|discounts?|budget\\w*|not[- ]to[- ]exceed|firm[- ]fixed|time[- ]and[- ]materials?|bill(?:ing|ed|able)|cost proposal|price (?:list|quote|sheet)|total cost of ownership|tco',
      ),
      terms(
        2,
        'payments?|rates|quot(?:e|ation)s?|taxe?s?|currency|subscription|clins?|per (?:user|seat|month)|dollars?|usd|expenses?|travel costs?',
      ),
      terms(1, 'licen[sc](?:e|es|ing)|amounts?|financial|charge[sd]?'),
    ],
  },
  {
    route: 'legal',
    terms: [
      terms(
        3,
        'indemni\\w*|liabilit(?:y|ies)|governing law|jurisdiction|intellectual property|copyrights?|patents?|litigation|lawsuits?|arbitration|warrant(?:y|ies)|terms and conditions|non-?disclosure|nda|gdpr|ccpa|data processing agreement|dpa|conflicts? of interest|debar\\w*|suspended or debarred|force majeure|business associate agreement|baa|insurance|certificate of insurance|attorney|statut\\w*|equal opportunity|(?:d?far|gsar) (?:clause|provision)s?',
      ),
      terms(
        2,
        'legal\\w*|contract terms|terminat(?:e|ion)|clauses?|confidentiality|data rights|ownership of|property of|regulations?|laws?|exceptions? to|sub-?processors?|breach of contract|affidavits?|notari[sz]ed|assignment',
      ),
      terms(
        1,
        'compl(?:y|iance|iant)|agreements?|rights|privacy|consent|certify|certification that|contract',
      ),
    ],
  },
  {
    route: 'support',
    terms: [
      terms(
        3,
        'help ?desks?|service desk|support (?:hours|team|tiers?|levels?|tickets?|staff|plans?|services?)|technical support|customer support|slas?|service levels?|service level agreements?|uptime|response times?|escalation\\w*|24[/x]7|warranty support|trouble ?tickets?|severity (?:1|2|one|two|levels?)',
      ),
      terms(
        2,
        'maintenance|outages?|disaster recovery|business continuity|rto|rpo|recovery (?:time|point)|downtime|hot ?line|knowledge base|service credits?|problem resolution|monitor(?:ing|ed)?',
      ),
      terms(1, 'support(?:ed)?|issues?|resol(?:ve|ution)|upgrades?|backups?|availability'),
    ],
  },
  {
    route: 'delivery',
    terms: [
      terms(
        3,
        'implementation (?:plan|approach|schedule|timeline|method\\w*)|project (?:plan|management|manager|schedule|timeline)|work ?plan|milestones?|deliverables?|roll-?out|onboarding|go-?live|transition (?:plan|period|in|out)|change management|data migration|migration|training (?:plan|materials?|sessions?)|period of performance|sprints?|agile|scrum|kick-?off|acceptance test\\w*|uat|quality assurance surveillance',
      ),
      terms(
        2,
        'implement(?:ation|ing|ed)?|schedule[ds]?|timelines?|training|trained|trainers?|phases?|deploy(?:ment|ed|ing)?|transition\\w*|methodolog\\w*|staffing|resource plan|key personnel|user research|status reports?|project',
      ),
      terms(1, 'plans?|team|weeks?|days|deliver(?:y|ed|ing)?|approach|testing|start date|personnel|roles'),
    ],
  },
  {
    route: 'company',
    terms: [
      terms(
        3,
        'references?|past performance|years? (?:of experience|in business)|company (?:history|overview|profile|background)|number of employees|headquarter\\w*|duns|uei|cage code|naics|small business|minority|women-owned|veteran-owned|8\\(a\\)|hubzone|annual (?:revenue|report|turnover)|financial statements?|resumes?|r[ée]sum[ée]s?|curriculum vitae|subcontract\\w*|ownership structure|parent company|case stud(?:y|ies)|legal name|point of contact',
      ),
      terms(
        2,
        'experience|qualifications?|corporate|firm|organi[sz]ation chart|partners?|founded|similar (?:projects?|size|scope)|capabilit(?:y|ies) statement|biograph\\w*|diversity|contact (?:person|name)|e-?mail address|phone number|mailing address|employees|sustainability',
      ),
      terms(
        1,
        'company|certifications?|customers?|organi[sz]ation|team|staff|clients|contact|name|address|title',
      ),
    ],
  },
  {
    route: 'technical',
    terms: [
      terms(
        3,
        'apis?|architecture|integrat(?:e|es|ed|ion|ions|ing)|databases?|cloud|hosting|hosted|scalab\\w*|web services?|restful|rest apis?|json|xml|csv|browsers?|mobile (?:app\\w*|devices?)|operating systems?|servers?|source code|open source|accessib\\w*|wcag|section 508|user interface|dashboards?|reporting (?:tools?|features?|capabilit\\w*)|import and export|data (?:models?|formats?|dictionary)|latency|throughput|kubernetes|containers?|devops|ci\\/cd|machine learning|workflows?|audit-?able|saas|iaas|paas',
      ),
      terms(
        2,
        'system|software|platform|application|features?|functional\\w*|technical\\w*|technolog(?:y|ies)|interfaces?|configur\\w*|search(?:es|ing)?|users?|performance|reports?|notifications?|import|export|network|hardware|forms?|website|tools?|modules?|search(?:able)?|infrastructure|backups?|capacity',
      ),
      terms(
        1,
        'solution|product|data|service|services|support for|version|design|standards?|files?|environment|automat\\w*|records?|display|templates?|approv(?:e|ed|al|als|er|ers)|letters?',
      ),
    ],
  },
];

import { stem } from './stem.js';

/** Words that say the same in a question and in its answer, a group a line. */
const GROUPS = `
keep kept retain retention store
mandatory obligatory compulsory
optional voluntary
staff employee personnel workforce headcount
delete deletion erase erasure destroy destruction dispose disposal
notify notification inform
certify certification accredit
respond response
recover recovery
deliver delivery
maintain maintenance
fail failure
resolve resolution
cancel terminate
pay paid payment
price cost fee
buy bought purchase
hold held
build built
write written
give given
send sent
sell sold
found establish incorporated
expire expiry expiration
locate location
centre center
licence license
quick fast rapid
allow permit
forbid prohibit
begin start commence
review assess reassess evaluate
change modify alter amend
limit maximum
minimum least
laptop notebook
bill invoice
refund reimburse
outage downtime
annual yearly annually
monthly month
weekly week
daily day
patch fix
attach append
happen occur
buyer purchaser
vacation holiday
salary wage
rotate rotation
picture image
`;

/** Abbreviations that are as good as their words; looked for in questions and passages. */
const ABBREVIATIONS: Record<string, string> = {
  rto: 'recovery time objective',
  rpo: 'recovery point objective',
  mfa: 'multi factor authentication',
  '2fa': 'two factor authentication',
  sso: 'single sign on',
  sla: 'service level agreement',
  dpa: 'data processing agreement',
  dpo: 'data protection officer',
  pii: 'personally identifiable information',
  rbac: 'role based access control',
  vpn: 'virtual private network',
  waf: 'web application firewall',
  bcp: 'business continuity plan',
  drp: 'disaster recovery plan',
  sdlc: 'software development life cycle',
  byod: 'bring your own device',
  hsm: 'hardware security module',
  kpi: 'key performance indicator',
  nda: 'non disclosure agreement',
  eula: 'end user license agreement',
  csat: 'customer satisfaction',
  pentest: 'penetration test',
  pentests: 'penetration tests',
  pentesting: 'penetration testing',
};

const groups = new Map<string, string[]>();
for (const line of GROUPS.trim().split('\n')) {
  const stems = [...new Set(line.split(' ').map(stem))];
  for (const one of stems) groups.set(one, stems);
}

/** One stem for all that say the same. */
export const canonicalStem = (stem: string): string => groups.get(stem)?.[0] ?? stem;

const ABBREVIATION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${Object.keys(ABBREVIATIONS).join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
);
const ALWAYS = /\b24\s?[/x×]\s?7\b/gi;
const BACKUP = /\bback(?:ed|ing|s)?[ -]?ups?\b/gi;
const SUB = /\bsub-(?=[a-z]{4})/gi;

/** A text with its abbreviations in words, and what is written in two ways written in one. For comparing, not for showing. */
export const spelledOut = (text: string): string =>
  text
    .replace(ABBREVIATION, (found) => ABBREVIATIONS[found.toLowerCase()]!)
    .replace(ALWAYS, 'around the clock')
    .replace(BACKUP, 'backup')
    .replace(SUB, 'sub');

const phrases = Object.entries(ABBREVIATIONS).map(([abbreviation, words]) => ({
  lexeme: stem(abbreviation),
  stems: words.split(' ').map(stem),
}));

/**
 * What else stands for each stem of a query, by stem: words that say the same, and the abbreviation of a phrase that the
 * query has whole.
 */
export function alsoFor(stems: ReadonlySet<string>): Map<string, string[]> {
  const also = new Map<string, string[]>();
  const add = (stem: string, others: string[]) =>
    also.set(stem, [...(also.get(stem) ?? []), ...others.filter((other) => other !== stem)]);
  for (const one of stems) add(one, groups.get(one) ?? []);
  // The index knows "sub-processor" by its parts.
  if (stems.has('subprocessor')) add('subprocessor', ['processor']);
  for (const { lexeme, stems: words } of phrases)
    if (words.every((word) => stems.has(word) || word.length < 3))
      for (const word of words) add(word, [lexeme]);
  return also;
}

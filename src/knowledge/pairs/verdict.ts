/** What a verdict says; `other` where it is one of its own words, such as "with customisation". */
type Kind = 'yes' | 'no' | 'partial' | 'none' | 'planned' | 'other';

const WORDS: Record<Exclude<Kind, 'other'>, string> = {
  yes: 'Yes',
  no: 'No',
  partial: 'Partially',
  none: 'Not applicable',
  planned: 'Planned',
};

// In the order in which they are tried, on lower case: "not applicable" before "not", "not met" before "met".
const KINDS: readonly [Kind, RegExp][] = [
  [
    'none',
    /^(?:n ?\/? ?a|not applicable|not relevant|nicht (?:anwendbar|zutreffend|relevant)|entfällt|sans objet|non applicable|no aplica|non applicabile|n\.?v\.?t)$/,
  ],
  [
    'planned',
    /\b(?:planned|roadmap|future|under development|in development|geplant|prévu|planificado|gepland|previsto)\b/,
  ],
  [
    'partial',
    /^(?:(?:is |are |only )?(?:partial|partly|in part|mostly|limited)|teil|bedingt|eingeschränkt|partiel|en partie|parcial|parzial|gedeeltelijk|deels)/,
  ],
  [
    'other',
    /\b(?:custom\w*|configur\w*|modif\w*|third.part\w*|add.on|work.?around|integrat\w*|extra cost|anpassung|option\w*)\b/,
  ],
  [
    'no',
    /^(?:no|n|nok|not|non|none|nein|nicht|keine?|nee|niet|não|✗|✘|❌)\b|^(?:does not|do not|is not|are not|cannot|unsupported|unavailable|unmet|fails?|failed|absent|missing|exception|un(?:able|erfüllt)|insatisf)|^(?:✗|✘|❌)$/,
  ],
  [
    'yes',
    /^(?:yes|y|ja|oui|s[íìi]|sim|ok|fully?|full compliance|compl(?:y|ies|iant|iance)|conform\w*|in compliance|meets?|met|exceeds?|supports?|supported|implemented|in place|pass(?:ed)?|true|erfüllt|vollständig|voll|totalement|cumple|total|soddisfatto|voldoet|volledig|✓|✔)(?:\b|$)/,
  ],
];

/** What a column that is marked says of itself; a legend knows more words for it. */
export const verdictOf = (name: string): Kind | null => {
  const text = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/✓✔✗✘❌.]+/gu, ' ')
    .trim();
  return text.split(' ').length > 4 ? null : (KINDS.find(([, words]) => words.test(text))?.[0] ?? null);
};

const AVAILABLE =
  /^(?:standard|available|included|out.of.the.box|native|existing|built.in|vorhanden|enthalten|inclus|disponible)/i;

/** The kind of what a legend says of a code. */
export const meaningOf = (phrase: string): Kind | null =>
  verdictOf(phrase.split(' ').slice(0, 4).join(' ')) ?? (AVAILABLE.test(phrase.trim()) ? 'yes' : null);

/** A column's verdict in the words of an answer. */
export const wordOf = (name: string): string => {
  const kind = meaningOf(name);
  return kind === null || kind === 'other' ? sentence(name) : WORDS[kind];
};

/** What a code stands for, in the words of an answer: the plain verdict first, and how the legend puts it. */
export function answerOf(phrase: string): string {
  const kind = meaningOf(phrase);
  const said = sentence(phrase);
  if (kind === null || kind === 'other') return said;
  if (!phrase.trim().includes(' ')) return WORDS[kind];
  return kind === 'yes' || kind === 'no' ? `${WORDS[kind]}. ${said}` : said;
}

const sentence = (phrase: string) => {
  const text = phrase.replace(/\s+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const TICK = /^(?:[x✓✔✅☑☒√●•■◉⬤*1üþ]|\[x\]|\(x\)|yes|true|ja|oui|s[íìi])$/iu;
const CROSS = /^(?:[✗✘❌×û])$/u;

/** Whether a cell holds a mark and nothing else. */
export const isMark = (cell: string): boolean => TICK.test(cell.trim()) || CROSS.test(cell.trim());

/**
 * The one column of several that is marked. A cross counts where nothing is ticked: beside a tick it says no.
 * @returns null where none or more than one is, or where a cell holds something else
 */
export function markedColumn(cells: readonly string[], columns: readonly number[]): number | null {
  const filled = columns.filter((column) => !/^[-–—☐□○.0\s]*$/.test(cells[column] ?? ''));
  const isOwnName = (column: number) => verdictOf(cells[column]!) !== null;
  if (filled.some((column) => !isMark(cells[column]!) && !isOwnName(column))) return null;
  const ticked = filled.filter((column) => !CROSS.test(cells[column]!.trim()));
  const marked = ticked.length > 0 ? ticked : filled;
  return marked.length === 1 ? marked[0]! : null;
}

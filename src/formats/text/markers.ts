/** What a line starts with: the number or bullet of an item or a clause. */
export interface Marker {
  kind: 'bullet' | 'checkbox' | 'number';
  /** The literal number ("3.2.1", "(a)", "iv.", "Q12"); null for bullets and check boxes. */
  number: string | null;
  /** How many characters of the line it takes, with the white space around it. */
  length: number;
  /** Components of a dotted number ("3.2.1" has 3); 0 for bullets, 1 for "(a)". */
  depth: number;
}

// Every pattern is anchored, and every repetition is bounded or followed by a different class: linear time.
const BULLET =
  /^([•●○■□▪▫◦◘‣⁃∙·❖➢➤►▶✓✔★☆\uf0a7\uf0b7\uf0d8\uf0fc\uf06e\uf0a8\uf076\uf0e0*+–—-])(?:[ \t\u00a0]+|$)/;
const GLYPH_BULLET = /^([•●○■▪◦‣∙❖➢➤►✓✔\uf0a7\uf0b7\uf0d8\uf0fc\uf06e\uf0a8\uf076])(?=\S)/;
// Word's second-level bullet is the letter "o" in a monospaced font.
const LETTER_BULLET = /^(o)(?:\t|[ \u00a0]{2,})(?=\S)/;
const CHECKBOX = /^(?:[-*+] )?(\[[ xX_]?\]|\( {1,3}\)|[☐☑☒❏❑❒⬜◯\uf06f\uf0fe\uf0a8])[ \t\u00a0]*/;
const PREFIXED =
  /^((?:(?:Q|A|R|RFI|REQ|Req|RQ|FR|NFR|BR|TR|SR|UC)[-_ .#]?|[A-Z]{1,3}-)\d{1,4}(?:[.-]\d{1,4}){0,4}[a-z]?)(?:[.:)\]][ \t\u00a0]*|[ \t\u00a0]+[-–—][ \t\u00a0]+|[ \t\u00a0]+(?=[A-Z“"(]))/;
const WORDED =
  /^((?:Question|Requirement|Req|Item|Criterion)[ \u00a0]+(?:No\.?[ \u00a0]*|#)?\d{1,4}(?:\.\d{1,3}){0,4}[a-z]?)(?:[.:)][ \t\u00a0]*|[ \t\u00a0]+[-–—][ \t\u00a0]+|[ \t\u00a0]*$)/i;
const DOTTED =
  /^((?:[A-Z]{1,2}[.-])?\d{1,4}(?:\.\d{1,3}){1,7}(?:\.[a-z])?\.?\)?)(?:[ \t\u00a0]*[-–—:][ \t\u00a0]+|[ \t\u00a0]+)(?=(\S))/;
const LETTERED_SECTION = /^([A-Z]\.\d{1,3}\.?)[ \t\u00a0]+(?=[A-Z“"(])/;
const SIMPLE = /^(\d{1,3}[a-z]?[.)]|[a-zA-Z][.)]|[ivxlcIVXLC]{2,7}[.)]|[a-z]{2}\))(?:[ \t\u00a0]+|$)/;
const PARENTHESIZED =
  /^([([](?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlcIVXLC]{2,7}|\d{1,2}[a-z])[)\]])(?![ \t\u00a0]*\d{3}[-.])[ \t\u00a0]*(?=\S|$)/;
const TIGHT = /^(\d{1,2}[.)])(?=[A-Z][a-z])/;

const ROMAN = /^[([]?[ivxlc]+[.)\]]+$/i;

/** Reads the marker at the start of `line`, white space before it included; null where there is none. */
export function markerOf(line: string): Marker | null {
  // A marker is short: what follows does not matter, and a line may be megabytes long.
  const lead = line.length - line.trimStart().length;
  const text = line.slice(lead, lead + 120);
  const found = (match: RegExpExecArray, kind: Marker['kind'], depth: number): Marker => ({
    kind,
    number: kind === 'number' ? match[1]! : null,
    length: lead + match[0].length,
    depth,
  });

  let match = CHECKBOX.exec(text);
  if (match) return found(match, 'checkbox', 0);
  match = BULLET.exec(text) ?? GLYPH_BULLET.exec(text) ?? LETTER_BULLET.exec(text);
  if (match) return found(match, 'bullet', 0);
  match = PREFIXED.exec(text) ?? WORDED.exec(text);
  if (match) return found(match, 'number', 1);
  match = DOTTED.exec(text);
  if (match && isClause(match[1]!, match[2]!))
    return found(match, 'number', match[1]!.split(/\.(?=[\da-z])/).length);
  match = LETTERED_SECTION.exec(text);
  if (match) return found(match, 'number', 2);
  match = SIMPLE.exec(text) ?? PARENTHESIZED.exec(text) ?? TIGHT.exec(text);
  return match ? found(match, 'number', 1) : null;
}

/** "3.2 Security" is a clause; "99.9 % of the time", "1.5 million" and "10.00 am" are figures. */
function isClause(number: string, next: string): boolean {
  if (/^[A-Z]/.test(number) || /[.)]$/.test(number)) return true;
  const parts = number.split('.');
  if (parts.length > 2) return true;
  return /[\p{Lu}“"‘'([•]/u.test(next);
}

/** Whether the number of a marker reads as roman ("iv.", "(ii)"), which sets the depth of nested lists. */
export const isRoman = (number: string) => ROMAN.test(number);

const REFERENCE =
  /(?:^|[\s(])(?:sections?|paragraphs?|clauses?|articles?|appendix|attachments?|exhibits?|parts?|subparts?|tables?|figures?|items?|chapters?|steps?|and|or|of|to|through|in|with|by|under|per|see|pages?|the|far|dfars|cfr|no\.?|nos\.?|number|version|§+|&)$/i;

/** Whether text that ends so runs on into a number: "in accordance with Section" / "3.2 Security". */
export const runsIntoNumber = (text: string) => /,$/.test(text) || REFERENCE.test(text.slice(-24));

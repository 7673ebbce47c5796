/*
 * The Snowball English stemmer ("Porter2", https://snowballstem.org/algorithms/english/stemmer.html), the one
 * behind PostgreSQL's `english` configuration: words compared here must meet words that the index has stemmed.
 */

const VOWEL = 'aeiouy';
const DOUBLE = /(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const LI_ENDING = 'cdeghkmnrt';

const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['skis', 'ski'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['idly', 'idl'],
  ['gently', 'gentl'],
  ['ugly', 'ugli'],
  ['early', 'earli'],
  ['only', 'onli'],
  ['singly', 'singl'],
  ...['sky', 'news', 'howe', 'atlas', 'cosmos', 'bias', 'andes'].map((word): [string, string] => [
    word,
    word,
  ]),
]);
const DONE_AFTER_1A = new Set('inning outing canning herring earring proceed exceed succeed'.split(' '));

const STEP_2: readonly (readonly [string, string])[] = [
  ['ization', 'ize'],
  ['ational', 'ate'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['lessli', 'less'],
  ['entli', 'ent'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['ousli', 'ous'],
  ['iviti', 'ive'],
  ['fulli', 'ful'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['abli', 'able'],
  ['izer', 'ize'],
  ['ator', 'ate'],
  ['alli', 'al'],
  ['bli', 'ble'],
];
const STEP_3: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['alize', 'al'],
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];
const STEP_4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize al er ic'.split(' ');

const isVowel = (word: string, at: number) => VOWEL.includes(word[at] ?? ' ');

/** Start of the region after the first non-vowel that follows a vowel, from `from` on. */
function regionAfter(word: string, from: number): number {
  for (let at = from + 1; at < word.length; at++)
    if (!isVowel(word, at) && isVowel(word, at - 1)) return at + 1;
  return word.length;
}

function endsInShortSyllable(word: string): boolean {
  const last = word.length - 1;
  if (word.length === 2) return isVowel(word, 0) && !isVowel(word, 1);
  return (
    last >= 2 &&
    !isVowel(word, last) &&
    !'wxY'.includes(word[last]!) &&
    isVowel(word, last - 1) &&
    !isVowel(word, last - 2)
  );
}

const hasVowel = (text: string) => /[aeiouy]/.test(text);

// Texts repeat their words, and stemming is most of the work of ranking; so is keeping an order of use, which is left out.
const stems = new Map<string, string>();
const MOST_STEMS = 50_000;

/** @param word lower case letters, perhaps with apostrophes; anything else is returned as it is */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  if (stems.size >= MOST_STEMS) stems.clear();
  const made = snowball(word);
  stems.set(word, made);
  return made;
}

function snowball(word: string): string {
  if (word.length <= 2 || !/^[a-z']+$/.test(word)) return word;
  const exception = EXCEPTIONS.get(word);
  if (exception !== undefined) return exception;
  // Y marks a y that is a consonant.
  let w = word.replace(/^'/, '').replace(/^y/, 'Y');
  w = w.replace(/([aeiouy])y/g, '$1Y');
  const prefix = /^(gener|commun|arsen)/.exec(w);
  const r1 = prefix ? prefix[0].length : regionAfter(w, 0);
  const r2 = regionAfter(w, r1);

  w = step1a(w.replace(/('s'|'s|')$/, ''));
  if (DONE_AFTER_1A.has(w)) return w.toLowerCase();
  w = step1b(w, r1);
  w = w.replace(/(?<=.[^aeiouy])[yY]$/, 'i');
  w = step2(w, r1);
  w = step3(w, r1, r2);
  w = step4(w, r2);
  return step5(w, r1, r2).toLowerCase();
}

function step1a(w: string): string {
  if (w.endsWith('sses')) return w.slice(0, -2);
  if (/(ied|ies)$/.test(w)) return w.slice(0, w.length > 4 ? -2 : -1);
  if (/(us|ss)$/.test(w)) return w;
  return w.endsWith('s') && hasVowel(w.slice(0, -2)) ? w.slice(0, -1) : w;
}

function step1b(w: string, r1: number): string {
  const eed = /(eedly|eed)$/.exec(w);
  if (eed) return eed.index >= r1 ? `${w.slice(0, eed.index)}ee` : w;
  const ending = /(ingly|edly|ing|ed)$/.exec(w);
  if (!ending || !hasVowel(w.slice(0, ending.index))) return w;
  const base = w.slice(0, ending.index);
  if (/(at|bl|iz)$/.test(base)) return `${base}e`;
  if (DOUBLE.test(base)) return base.slice(0, -1);
  return base.length <= r1 && endsInShortSyllable(base) ? `${base}e` : base;
}

function step2(w: string, r1: number): string {
  for (const [suffix, by] of STEP_2) {
    if (!w.endsWith(suffix)) continue;
    return w.length - suffix.length >= r1 ? w.slice(0, -suffix.length) + by : w;
  }
  if (w.endsWith('ogi')) return w.length - 3 >= r1 && w.at(-4) === 'l' ? w.slice(0, -1) : w;
  if (w.endsWith('li')) {
    return w.length - 2 >= r1 && LI_ENDING.includes(w.at(-3) ?? ' ') ? w.slice(0, -2) : w;
  }
  return w;
}

function step3(w: string, r1: number, r2: number): string {
  for (const [suffix, by] of STEP_3) {
    if (!w.endsWith(suffix)) continue;
    return w.length - suffix.length >= r1 ? w.slice(0, -suffix.length) + by : w;
  }
  return w.endsWith('ative') && w.length - 5 >= r2 ? w.slice(0, -5) : w;
}

function step4(w: string, r2: number): string {
  if (w.endsWith('ion')) return w.length - 3 >= r2 && /[st]ion$/.test(w) ? w.slice(0, -3) : w;
  const suffix = STEP_4.find((one) => w.endsWith(one));
  return suffix && w.length - suffix.length >= r2 ? w.slice(0, -suffix.length) : w;
}

function step5(w: string, r1: number, r2: number): string {
  const at = w.length - 1;
  if (w.endsWith('e') && (at >= r2 || (at >= r1 && !endsInShortSyllable(w.slice(0, -1))))) {
    return w.slice(0, -1);
  }
  return w.endsWith('ll') && at >= r2 ? w.slice(0, -1) : w;
}

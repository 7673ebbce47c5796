import { isAsked, type Reading, wordCount } from '../decision.js';
import type { UnitContext } from '../place.js';
import { mentionsVendor, opensWithBuyer } from '../signals/addressee.js';
import { fieldLabel, isBlank, isChoice, isRemark } from '../signals/form-field.js';
import { isEvaluatorsQuestion, isFollowUp, isInterrogative, promptOf } from '../signals/interrogative.js';
import { isBuyerNeed, isIndirectDuty, obligationsIn } from '../signals/modality.js';
import { isDoneByVendor, isFragmentOfData, isStatement, leadsAside } from '../signals/statement.js';
import { isLeadIn } from '../stems.js';

/** Words of a unit beyond these say little that is new; a bound keeps the work linear. */
const MOST_WORDS = 60;

const wordsIn = (text: string, most: number): string[] =>
  (
    text
      .slice(0, most * 12)
      .toLowerCase()
      .match(/\p{L}+(?:['’]\p{L}+)?|\d+|[?:$%_☐]/gu) ?? []
  )
    .slice(0, most)
    .map((word) => (/^\d/.test(word) ? '0' : word));

const bucket = (count: number) =>
  count <= 6 ? String(count) : count <= 10 ? '7-10' : count <= 20 ? '11-20' : count <= 40 ? '21-40' : 'more';

function formOf(number: string | null): string {
  if (number === null) return 'none';
  return number
    .slice(0, 12)
    .replace(/\d+/g, '0')
    .replace(/\p{Lu}+/gu, 'A')
    .replace(/\p{Ll}+/gu, 'a');
}

/** What the words of a unit say by themselves, in the terms of the signals. */
function signalsOf(place: UnitContext, { wordsOf, buyerNames }: Reading): string[] {
  const text = wordsOf(place);
  const signs: string[] = [];
  const owed = obligationsIn(text, buyerNames);
  for (const { party, strength, predicate } of owed.slice(0, 3)) {
    signs.push(`owes ${party}`, `owes ${party} ${strength}`, `does ${predicate.split(/\s+/, 2).join(' ')}`);
  }
  if (owed.length === 0) signs.push('owes nobody');
  const holds: [string, boolean][] = [
    ['asks', isInterrogative(text)],
    ['follows up', isFollowUp(text)],
    ['evaluators ask', isEvaluatorsQuestion(text)],
    ['need', isBuyerNeed(text, buyerNames)],
    ['indirect', isIndirectDuty(text)],
    ['states', isStatement(text)],
    ['done by vendor', isDoneByVendor(text)],
    ['aside', leadsAside(text)],
    ['data', isFragmentOfData(text)],
    ['blank', isBlank(text)],
    ['choice', isChoice(text)],
    ['remark', isRemark(text)],
    ['leads in', isLeadIn(text)],
    ['buyer first', opensWithBuyer(text, buyerNames)],
    ['vendor named', mentionsVendor(text)],
    ['capitals', /^[^\p{Ll}]+$/u.test(text)],
    ['small start', /^\p{Ll}/u.test(text)],
  ];
  for (const [name, is] of holds) if (is) signs.push(name);
  signs.push(`prompt ${promptOf(text)}`, `field ${fieldLabel(text)}`, `end ${/\P{L}?$/u.exec(text)![0]}`);
  return signs;
}

function placeSigns(place: UnitContext): string[] {
  const { block, cell, role } = place;
  const signs = [
    `kind ${block.kind}`,
    `role ${role}`,
    `level ${block.level}`,
    `number ${formOf(place.number)}`,
    `block number ${formOf(block.number)}`,
    `stem ${place.stem !== null}`,
    `furniture ${block.furniture}`,
  ];
  for (const name of ['opens', 'leads', 'isOption', 'isChecked', 'awaitsAnswer', 'isTitle'] as const)
    if (place[name]) signs.push(name);
  if (place.continues !== null) signs.push('continues');
  if (cell) {
    signs.push(
      `table ${cell.table.kind}`,
      `column ${cell.role}`,
      `column ${Math.min(cell.column, 6)} of ${Math.min(block.row!.cells.length, 7)}`,
      `column role ${cell.table.kind} ${cell.role}`,
    );
    if (block.row!.isHeader) signs.push('header row');
  }
  return signs;
}

/** Short signs of a unit, by which its neighbors are described. */
function outlineOf(place: UnitContext, reading: Reading): string[] {
  const text = reading.wordsOf(place);
  const signs = [
    `kind ${place.block.kind}`,
    `end ${/\P{L}?$/u.exec(text)![0]}`,
    `size ${bucket(wordCount(text.slice(0, 400)))}`,
    `prompt ${promptOf(text)}`,
    `number ${formOf(place.number)}`,
  ];
  const [first] = obligationsIn(text, reading.buyerNames);
  if (first) signs.push(`owes ${first.party} ${first.strength}`);
  if (isInterrogative(text)) signs.push('asks');
  const { label, reason } = reading.decisions[place.unit.index]!;
  signs.push(`rule ${label}`, `because ${reason}`);
  return signs;
}

/**
 * Everything the learner is told of a unit, as names of what holds of it.
 *
 * @param reading the places of the units, with what the rules decided on each
 * @returns gives the features of the unit at an index: all at once they would take more room than the document
 */
export function featuresOf(reading: Reading): (index: number) => string[] {
  const outlines = reading.places.map((place) => outlineOf(place, reading));
  return (index) => featuresAt(reading.places[index]!, reading, outlines);
}

function featuresAt(place: UnitContext, reading: Reading, outlines: string[][]): string[] {
  const { unit, block, section, stem, cell, role } = place;
  const text = reading.wordsOf(place);
  const words = wordsIn(text, MOST_WORDS);
  const features = ['bias'];
  const add = (prefix: string, names: Iterable<string>) => {
    for (const name of names) features.push(`${prefix}|${name}`);
  };
  add('w', new Set(words));
  add('p', new Set(words.filter((word) => word.length > 5).map((word) => word.slice(0, 5))));
  add('b', new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`)));
  add('1', [words[0] ?? '']);
  add('2', [words.slice(0, 2).join(' ')]);
  add('3', [words.slice(0, 3).join(' ')]);
  add('z', [words.slice(-2).join(' ')]);
  add('n', [bucket(wordCount(text))]);
  const signs = signalsOf(place, reading);
  const where = placeSigns(place);
  add('s', signs);
  add('l', where);
  for (const sign of signs) {
    features.push(`sr|${sign}|${role}`, `sk|${sign}|${block.kind}`);
    if (place.opens) features.push(`so|${sign}`);
  }
  for (const sign of where) features.push(`lr|${sign}|${role}`, `lk|${sign}|${block.kind}`);
  add('1r', [`${words[0]}|${role}`]);
  add('1k', [`${words[0]}|${block.kind}`]);
  add('nk', [`${bucket(wordCount(text))}|${block.kind}`]);
  const title = wordsIn(section?.title ?? '', 12);
  add('t', title);
  add('tt', [title.join(' ')]);
  if (stem !== null) {
    const lead = reading.places[stem]!;
    const leadWords = wordsIn(reading.wordsOf(lead), 40);
    add('sw', leadWords);
    add(
      'sb',
      leadWords.slice(1).map((word, i) => `${leadWords[i]} ${word}`),
    );
    add('so', outlines[stem]!);
    add('ss', signalsOf(lead, reading));
  }
  if (cell?.header) {
    add('h', wordsIn(cell.header, 8));
    add('hh', [wordsIn(cell.header, 8).join(' ')]);
  }
  for (const away of [-3, -2, -1, 1, 2, 3]) {
    const other = reading.places[unit.index + away];
    if (!other) {
      features.push(`at ${away}|none`);
      continue;
    }
    const near = other.block === block ? 'same' : 'other';
    add(`at ${away}`, outlines[other.unit.index]!);
    if (Math.abs(away) === 1) {
      features.push(`at ${away}|${near}`);
      add(`at ${away} ${near}`, outlines[other.unit.index]!);
      add(`at ${away} w`, wordsIn(reading.wordsOf(other), 6));
    }
  }
  const { label, reason } = reading.decisions[unit.index]!;
  add('r', [label, `because ${reason}`, `${label} ${role}`, `${label} ${block.kind}`, `${reason} ${role}`]);
  add('ra', [`${isAsked(label)} ${words[0]}`]);
  add(
    'rs',
    signs.map((sign) => `${label} ${sign}`),
  );
  return features;
}

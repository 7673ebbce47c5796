import { type Block, type ExtractedDocument, extractDocument, type Span } from '../formats/index.js';
import { type Atom, atomsOf } from './atoms.js';
import { type AnsweredText, answeredText, type Pair, type PairSheet, pairsOf } from './pairs/index.js';
import {
  answerVoice,
  demands,
  documentSpeaker,
  passageVoice,
  type Speaker,
  type Stance,
} from './voice/index.js';

/** What a passage is before it belongs to an item. */
export interface NewPassage {
  /** Verbatim: `document.text.slice(start, end)`; but a pair's verdict and remarks are put together. */
  text: string;
  /** Question/answer pairs: the question; null for passages of documents. */
  question: string | null;
  /** The headings above it, and a pair's categories, outermost first: "Security > Encryption". */
  section: string | null;
  /** 1-based page on which it begins; null where the format has none. */
  page: number | null;
  /** UTF-16 offsets in the extracted text, `end` exclusive. */
  start: number;
  end: number;
  speaker: Speaker;
  stance: Stance;
}

/** Below this many words a passage says too little to be found by; it goes on into the next paragraph. */
const ENOUGH = 60;
/** From this many words on the next paragraph opens a new passage. */
const WANTED = 130;
/** No passage grows beyond this many words, but for a last paragraph that would stand alone. */
const MOST = 200;

/**
 * Cuts a document into passages of about 60 to 200 words: each a contiguous span within one section, cut between
 * paragraphs where possible, else between sentences; small tables stay whole. Furniture is left out. Each row of a
 * question/answer sheet that has an answer is a passage with its question; the rows without give none. A sheet without
 * any answer is cut as text, in the voice of whoever asks.
 */
export function passagesOf(document: ExtractedDocument): NewPassage[] {
  const sheets = pairsOf(document);
  const speaker = onlyAsks(document, sheets) ? 'BUYER' : documentSpeaker(document);
  const running = answeredText(document, speaker);
  return sectionsOf(document, sheets, running).flatMap(({ path, blocks, pair, asks }) => {
    if (pair) return [passageOf(pair, path)];
    const groups = groupsOf(document, blocks).map((group) => ({
      ...group,
      text: document.text.slice(group.start, group.end),
    }));
    const isDemanded = speaker === 'US' && (asks || groups.some(({ text }) => demands(path, text)));
    return groups.map(({ text, start, end, page }) => ({
      text,
      question: null,
      section: sectionOf(path),
      page,
      start,
      end,
      ...passageVoice(text, isDemanded ? 'BUYER' : speaker),
    }));
  });
}

/** Whether a document is mostly tables that ask, and answers in none: what stands around them tells how to answer. */
function onlyAsks({ blocks }: ExtractedDocument, sheets: Map<number, PairSheet>): boolean {
  if ([...sheets.values()].some(({ pairs }) => pairs.length > 0)) return false;
  const asking = blocks.filter(({ row, position }) => {
    const sheet = row ? sheets.get(row.table) : undefined;
    return sheet !== undefined && position >= sheet.from;
  });
  return asking.length * 2 > blocks.length;
}

const sectionOf = (path: string[]) => (path.length > 0 ? path.join(' > ') : null);

const passageOf = (pair: Pair, path: string[]): NewPassage => ({
  text: pair.answer,
  question: pair.question,
  section: sectionOf([...path, ...pair.sections]),
  page: pair.block.page,
  start: pair.start,
  end: pair.end,
  ...answerVoice(pair.answer, pair.speaker),
});

/**
 * The passages of a text or Markdown, read as a document.
 *
 * @param title a heading at the top that merely repeats it is not made part of the section
 * @returns offsets refer to the extracted text, which for Markdown equals `content` in length and place
 */
export async function passagesOfText(title: string, content: string): Promise<NewPassage[]> {
  const document = await extractDocument(new TextEncoder().encode(content), 'markdown');
  const prefix = `${title} > `;
  return passagesOf(document).map((passage) => {
    const { section } = passage;
    if (section === title) return { ...passage, section: null };
    return section?.startsWith(prefix) ? { ...passage, section: section.slice(prefix.length) } : passage;
  });
}

interface Section {
  path: string[];
  /** Contiguous: nothing that was left out stands between two of them. */
  blocks: Block[];
  /** Set where it is one row of a question/answer sheet, and nothing else. */
  pair?: Pair;
  /** Set where it asks, and nothing in it answers. */
  asks?: boolean;
}

function sectionsOf(
  document: ExtractedDocument,
  sheets: Map<number, PairSheet>,
  running: AnsweredText,
): Section[] {
  const byBlock = new Map(running.pairs);
  for (const { pairs } of sheets.values()) for (const pair of pairs) byBlock.set(pair.block, pair);
  const sections: Section[] = [];
  const path: { title: string; level: number }[] = [];
  let open: Section | null = null;
  const blocks = document.blocks.filter(({ text }) => text.trim() !== '');
  for (const [i, block] of blocks.entries()) {
    if (block.furniture !== null && block.furniture !== 'entered') {
      open = null;
      continue;
    }
    if (block.kind === 'heading') {
      const level = block.level ?? 1;
      while (path.length > 0 && path.at(-1)!.level >= level) path.pop();
      open = null;
      if (isBare(block, blocks[i + 1]))
        sections.push({ path: path.map(({ title }) => title), blocks: [block] });
      path.push({ title: block.text.replace(/\s+/g, ' ').trim(), level });
      continue;
    }
    const sheet = block.row ? sheets.get(block.row.table) : undefined;
    const isOfSheet = sheet !== undefined && block.position >= sheet.from;
    const pair = byBlock.get(block);
    const asks = running.asking.has(block) || (isOfSheet && sheet.pairs.length === 0);
    if (pair || asks || isOfSheet || running.answered.has(block)) {
      open = null;
      const last = sections.at(-1);
      const here = path.map(({ title }) => title);
      if (pair) sections.push({ path: here, blocks: [], pair });
      else if (asks && last?.asks && last.blocks.at(-1) === blocks[i - 1]) last.blocks.push(block);
      else if (asks) sections.push({ path: here, blocks: [block], asks });
      continue;
    }
    if (open === null) {
      open = { path: path.map(({ title }) => title), blocks: [] };
      sections.push(open);
    }
    open.blocks.push(block);
  }
  return sections;
}

/** A heading with nothing under it says what it says by itself: often a line that only looked like a heading. */
const isBare = (heading: Block, next: Block | undefined) =>
  next === undefined || (next.kind === 'heading' && (next.level ?? 1) <= (heading.level ?? 1));

interface Group extends Span {
  page: number | null;
  words: number;
}

function groupsOf(document: ExtractedDocument, blocks: Block[]): Group[] {
  const groups: Group[] = [];
  let open: Group | null = null;
  let previous: Atom | null = null;
  for (const atom of atomsOf(document, blocks, MOST)) {
    if (open === null || opensNext(open.words, previous, atom)) {
      open = { start: atom.start, end: atom.end, page: atom.page, words: atom.words };
      groups.push(open);
    } else {
      open.end = atom.end;
      open.words += atom.words;
    }
    previous = atom;
  }
  const [before, last] = groups.slice(-2);
  if (before && last && last.words < ENOUGH / 2 && before.words + last.words <= MOST + ENOUGH / 2) {
    before.end = last.end;
    groups.pop();
  }
  return groups;
}

function opensNext(words: number, previous: Atom | null, atom: Atom): boolean {
  if (words + atom.words > MOST) return true;
  // "The service includes:" belongs to what follows.
  if (previous?.leads) return false;
  if (!atom.opensBlock) return false;
  // A source names the page on which its passage begins.
  if (atom.page !== previous?.page && words >= ENOUGH / 2) return true;
  if (atom.table?.first) return words >= ENOUGH && words + atom.table.words > MOST;
  if (atom.table !== null) return false;
  return words >= WANTED || (words >= ENOUGH && words + atom.words > WANTED);
}

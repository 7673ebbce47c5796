import type { Furniture, Span } from '../types.js';
import { type DocFile, placeOf, STORIES, type Story } from './file.js';
import type { Marks } from './marks.js';
import { type Paragraph, readStory, type Unread } from './story.js';

interface ReadStory {
  paragraphs: Paragraph[];
  furniture: Furniture | null;
}

/** Six texts between notes and body come first; then each section has six: of even, odd and first pages. */
const SEPARATORS = 6;
const HEADERS = new Set([0, 1, 4]);

/** Reads what a reader of the document sees, in order: headers, body, notes, text boxes, footers. */
export function readStories(
  file: DocFile,
  source: { text: string; marks: Marks },
): { stories: ReadStory[]; unread: Unread } {
  const unread: Unread = { comments: 0, deleted: 0, hidden: 0, objects: 0, pictures: 0 };
  const read = (from: number, to: number) => readStory(file, source, { from, to }, unread);
  const rangeOf = (story: Story) => {
    const before = STORIES.slice(0, STORIES.indexOf(story));
    const from = before.reduce((sum, each) => sum + file.lengths[each], 0);
    return { from, to: from + file.lengths[story] };
  };
  const text = (story: Story): ReadStory => {
    const { from, to } = rangeOf(story);
    return { paragraphs: read(from, to), furniture: null };
  };
  const edges = (kind: 'header' | 'footer'): ReadStory => ({
    paragraphs: distinct(
      edgesOf(file, kind).flatMap(({ start, end }) => {
        const { from, to } = rangeOf('headers');
        return read(Math.min(to, from + start), Math.min(to, from + end));
      }),
    ),
    furniture: kind,
  });
  const { from, to } = rangeOf('comments');
  unread.comments = [...source.text.slice(from, to)].filter((char) => char === '\x05').length;
  const stories = [edges('header'), text('body'), text('footnotes'), text('endnotes'), text('textboxes')];
  return { stories: [...stories, edges('footer')], unread };
}

/** Where the headers or footers of all sections stand among them ([MS-DOC] 2.8.22 Plcfhdd). */
function edgesOf(file: DocFile, kind: 'header' | 'footer'): Span[] {
  const places = placeOf(file, 'headers');
  const spans: Span[] = [];
  for (let index = SEPARATORS; (index + 2) * 4 <= places.length; index++) {
    if (HEADERS.has(index % SEPARATORS) !== (kind === 'header')) continue;
    spans.push({ start: places.readUInt32LE(index * 4), end: places.readUInt32LE((index + 1) * 4) });
  }
  return spans;
}

/** Each section repeats its headers; a reader of the text needs them once. */
function distinct(paragraphs: Paragraph[]): Paragraph[] {
  const seen = new Set<string>();
  return paragraphs.flatMap((paragraph) => {
    const text = paragraph.text.trim();
    if (text === '' || seen.has(text)) return [];
    seen.add(text);
    return [{ ...paragraph, text }];
  });
}

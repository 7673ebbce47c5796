import { z } from 'zod';
import { ObjectReader } from '../../ai/index.js';
import { findQuote, harmless, isGround } from '../../grounding/index.js';
import type { Hit } from '../../knowledge/index.js';

const quotesReply = z.array(z.object({ quote: z.string() }));

/**
 * Follows a model's reply, of `quotes` and an `answer`, while it is written, and tells the answer's text as it grows, from
 * its beginning. Nothing is told before the quotes are known, and nothing at all where one of them is in no passage or no
 * evidence: what becomes of such a reply is decided when it is whole.
 * @param mayShow looks at the fields that are whole; null where it takes more of them to decide
 */
export function followAnswer(
  { passages, mayShow }: { passages: Hit[]; mayShow: (fields: Record<string, unknown>) => boolean | null },
  onAnswer: (text: string) => void,
): (piece: string) => void {
  const reader = new ObjectReader();
  let told = '';
  let quotes: string[] | null = null;
  return (piece) => {
    reader.feed(piece);
    if (quotes === null && 'quotes' in reader.values) {
      const shows = mayShow(reader.values);
      if (shows !== null) quotes = shows ? foundIn(passages, reader.values.quotes) : [];
    }
    if (!quotes?.length) return;
    const text = harmless(settled((reader.text('answer') ?? '').trim()), quotes);
    if (text.length <= told.length) return;
    told = text;
    onAnswer(text);
  };
}

/** Without what may still change: an unfinished marker could become another one, a word or tag a link or picture. */
const settled = (text: string) =>
  text
    .replace(/!?\[[^[\]]{0,300}(?:\]\([^()]{0,300})?$/, '')
    .replace(/<[a-z/!?][^<>]{0,300}$/i, '')
    .replace(/(?:[a-z][a-z0-9+.-]{1,31}:[\\/]|mailto:|www\.)\S*$/i, '')
    .trimEnd();

/** The quotes as the passages have them; none where one of them is in no passage. */
function foundIn(passages: Hit[], quotes: unknown): string[] {
  const read = quotesReply.safeParse(quotes);
  const found = (read.data ?? []).map(({ quote }) => inOneOf(passages, quote));
  return found.every((quote) => quote !== null) ? found : [];
}

function inOneOf(passages: Hit[], quote: string): string | null {
  for (const hit of passages) {
    const span = findQuote(hit.text, quote);
    if (span) return isGround(hit, span) ? hit.text.slice(span.start, span.end) : null;
  }
  return null;
}

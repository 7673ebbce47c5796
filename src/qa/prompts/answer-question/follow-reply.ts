import { ObjectReader } from '../../../ai/index.js';
import type { Hit } from '../../../knowledge/index.js';
import { findQuote } from '../../../rfp/index.js';
import { answerQuestionReply } from './schema.js';

const quotesSchema = answerQuestionReply.shape.quotes;

/**
 * Follows a model's reply while it is written, and tells the answer's text as it grows, from its beginning. Nothing is
 * told before the quotes are known, and nothing at all where one of them is in no passage or where nothing was found:
 * what becomes of such a reply is decided when it is whole.
 */
export function followReply(passages: Hit[], onAnswer: (text: string) => void): (piece: string) => void {
  const reader = new ObjectReader();
  let told = '';
  let holds: boolean | null = null;
  return (piece) => {
    reader.feed(piece);
    if (holds === null && 'quotes' in reader.values && 'answered' in reader.values)
      holds = reader.values.answered !== 'none' && allFound(reader.values.quotes, passages);
    if (!holds) return;
    const text = settled((reader.text('answer') ?? '').trim());
    if (text.length <= told.length) return;
    told = text;
    onAnswer(text);
  };
}

/** Without what may still change: an unfinished marker could become another one. */
const settled = (text: string) => text.replace(/\[[\d,; ]{0,20}$/, '').trimEnd();

function allFound(quotes: unknown, passages: Hit[]): boolean {
  const read = quotesSchema.safeParse(quotes);
  if (!read.success || read.data.length === 0) return false;
  return read.data.every(({ quote }) => passages.some(({ text }) => findQuote(text, quote) !== null));
}

import type { App } from '../app-types.js';

/**
 * The source document that a quote of an item was taken from.
 * @returns null where the quote stands there no longer, because the item has another version by now or was cut anew, and
 *   where the item came of no file, or of one that was read before its text was kept
 */
export async function documentOfQuote(
  { db }: Pick<App, 'db'>,
  quoted: { knowledgeId: string | null; quote: string; start: number | null; end: number | null },
): Promise<string | null> {
  const { knowledgeId: itemId, quote, start, end } = quoted;
  if (itemId === null || start === null || end === null) return null;
  const passage = await db.passage.findFirst({
    where: { itemId, start: { lte: start }, end: { gte: end }, text: { contains: quote } },
    select: { item: { select: { file: { select: { sourceDocumentId: true } } } } },
  });
  return passage?.item.file?.sourceDocumentId ?? null;
}

import type { SourceBlock } from '../../generated/client/client.js';
import type { App } from '../app-types.js';
import type { Block, ExtractedDocument, SourceFormat } from '../formats/index.js';

/** A document as it was read. @param id of the source document */
export async function loadSource({ db }: Pick<App, 'db'>, id: string): Promise<ExtractedDocument> {
  const { text, format, pageCount, blocks } = await db.sourceDocument.findUniqueOrThrow({
    where: { id },
    include: { blocks: { orderBy: { position: 'asc' } } },
  });
  return { format: format as SourceFormat, text, pageCount, blocks: blocks.map((row) => blockOf(row, text)) };
}

/** @param text of the document */
export const blockOf = (
  { position, kind, page, number, level, start, end, furniture, row }: SourceBlock,
  text: string,
): Block => ({
  position,
  kind: kind as Block['kind'],
  text: text.slice(start, end),
  page,
  number,
  level,
  start,
  end,
  furniture: furniture as Block['furniture'],
  row: row as unknown as Block['row'],
});

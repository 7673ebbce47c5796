import { type DefaultTreeAdapterMap, defaultTreeAdapter, parse } from 'parse5';
import { Composer } from '../draft.js';
import { corruptFile } from '../errors.js';
import { MAX_XML_DEPTH } from '../limits.js';
import type { ReadDocument } from '../types.js';
import { decodeHtml } from './decode.js';
import { HtmlReader, type Sink } from './reader.js';

/**
 * Reads a web page as the HTML standard says a browser does, without running or fetching anything: headings, paragraphs,
 * lists, tables and definition lists. What a reader of the page does not see is left out.
 *
 * @throws DomainError `file-corrupt` where elements nest too deep, `file-too-large`
 */
export function extractHtml(bytes: Uint8Array): ReadDocument {
  const composer = new Composer();
  new HtmlReader(composer).read(parseHtml(decodeHtml(bytes)));
  return composer.toDocument('html');
}

/** Reads a piece of HTML that stands in another text; each block says where in the piece it begins. */
export const readHtml = (source: string, sink: Sink) => new HtmlReader(sink).read(parseHtml(source, true));

/** The cost of parsing grows with the depth, so it is bounded while the page is parsed. */
function parseHtml(source: string, sourceCodeLocationInfo = false) {
  let depth = 0;
  return parse<DefaultTreeAdapterMap>(source, {
    sourceCodeLocationInfo,
    treeAdapter: {
      ...defaultTreeAdapter,
      onItemPush() {
        if (++depth > MAX_XML_DEPTH) throw corruptFile('web page', new Error('nested too deep'));
      },
      onItemPop() {
        depth--;
      },
    },
  });
}

import { Paragraph } from 'docx';
import type { MarkedToken, Token, Tokens } from 'marked';
import { LIST_HANGING, listIndent } from '../numbering.js';
import { type Block, renderBlocks, type Surroundings } from './blocks.js';
import { inlineRuns } from './inline.js';

// Deeper levels keep their marks but move no further right, so that the text always has room.
const DEEPEST_INDENT = 8;

/** A Markdown list as real Word numbering; a nested list is the next level, an ordered one restarts. */
export function renderList(list: Tokens.List, place: Surroundings): Block[] {
  const level = place.listDepth;
  const numbering = list.ordered
    ? place.lists.ordered(level, list.start === '' ? 1 : list.start)
    : place.lists.bulleted(level);
  const step = level < DEEPEST_INDENT && place.indent < place.width / 2 ? LIST_HANGING : 0;
  const inner: Surroundings = { ...place, listDepth: level + 1, indent: place.indent + step };

  return list.items.flatMap((item) => {
    const { lead, rest } = split(item.tokens);
    // The level's own indent is right except within a quotation or another indented block.
    const moved = inner.indent !== listIndent(level);
    const first = new Paragraph({
      style: 'ListParagraph',
      numbering,
      children: inlineRuns(lead),
      ...(moved ? { indent: { left: inner.indent, hanging: LIST_HANGING } } : {}),
    });
    return [first, ...renderBlocks(rest, inner)];
  });
}

/** The text on the line of the mark, and the blocks under it. */
function split(tokens: Token[]): { lead: Token[]; rest: Token[] } {
  const lead: Token[] = [];
  for (const [index, each] of tokens.entries()) {
    const token = each as MarkedToken;
    if (token.type === 'checkbox') lead.push(token);
    else if (token.type === 'text' || token.type === 'paragraph') {
      lead.push(...(token.tokens ?? [token]));
      return { lead, rest: tokens.slice(index + 1) };
    } else if (token.type !== 'space') return { lead, rest: tokens.slice(index) };
  }
  return { lead, rest: [] };
}

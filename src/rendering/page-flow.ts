/** Something with a height that stands in the text column. Heights in twips. */
export interface FlowBlock {
  before: number;
  after: number;
  lineHeight: number;
  lines: number;
  /** Stays on the page of what follows. */
  keepNext: boolean;
  /** Its lines stay together. */
  keepLines: boolean;
  pageBreakBefore: boolean;
  /** Bookmarks that begin in it. */
  anchors: string[];
}

/**
 * On which page each bookmark falls, from 1, when blocks flow down pages of `height` twips by Word's rules:
 * keep with next, keep lines together, no widows and orphans, no space before at the top of a page.
 */
export function pagesOf(blocks: FlowBlock[], height: number): Map<string, number> {
  const pages = new Map<string, number>();
  let page = 1;
  let used = 0;
  const turn = () => {
    page += 1;
    used = 0;
  };
  for (const [index, block] of blocks.entries()) {
    if (block.pageBreakBefore && index > 0) turn();
    if (used > 0 && used + leastHeight(blocks, index, height) > height) turn();
    for (const anchor of block.anchors) pages.set(anchor, page);
    if (used > 0) used += block.before;
    let left = block.lines;
    while (left > 0) {
      const room = Math.floor((height - used) / block.lineHeight + 0.001);
      if (left <= room || room < 1) {
        used += left * block.lineHeight;
        left = 0;
        if (used > height) turn();
      } else {
        // A single line never stands alone at the top of the next page.
        left -= Math.max(left - room === 1 && room > 2 ? room - 1 : room, 1);
        turn();
      }
    }
    used += block.after;
  }
  return pages;
}

/** What must fit on this page for the block to begin here. */
function leastHeight(blocks: FlowBlock[], start: number, height: number): number {
  let total = 0;
  for (let index = start; index < blocks.length; index += 1) {
    const block = blocks[index]!;
    const together = block.keepLines || block.keepNext || block.lines <= 3;
    total += block.before + (together ? block.lines : 2) * block.lineHeight;
    if (!block.keepNext || total > height) break;
    total += block.after;
  }
  // A chain taller than a page cannot be kept together, so it begins where it stands.
  return total > height ? 0 : total;
}

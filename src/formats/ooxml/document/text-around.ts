import { around, below, type Node, type PartText } from './part-tree.js';

const LONGEST_AROUND = 500;

/** What stands in the paragraph before and after; where nothing stands before, the last paragraph that says something. */
export function textAround(first: Node, last: Node, text: PartText): { before: string; after: string } {
  const paragraph = around(first, 'p');
  let [before, after] = ['', ''];
  if (paragraph)
    for (const run of below(paragraph, 'r')) {
      if (run.end <= first.start) before += text.runText(run);
      else if (run.start >= last.end) after += text.runText(run);
    }
  let at: Node = paragraph ?? first;
  while (before.trim() === '' && at.parent) {
    const siblings = at.parent.children;
    for (let i = siblings.indexOf(at) - 1; i >= 0 && before.trim() === ''; i--)
      if (siblings[i]!.name === 'p' || siblings[i]!.name === 'tc') before = text.shown(siblings[i]!);
    if (at.name === 'tc' || at.name === 'tbl') break;
    at = at.parent;
  }
  return { before: before.trim().slice(-LONGEST_AROUND), after: after.trim().slice(0, LONGEST_AROUND) };
}

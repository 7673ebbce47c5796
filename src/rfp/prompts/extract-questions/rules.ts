import type { ExtractedDocument } from '../../../formats/index.js';
import { labelByRules } from '../../extraction/index.js';
import type { Unit } from '../../extraction-types.js';
import type { UnitWindow, WindowLabels } from './windows.js';

/**
 * Labels a window by the rules of `src/rfp/extraction`, reading each unit as a paragraph: a window knows no headings,
 * lists or tables. For a whole document `extractLocally` sees more and is the better way.
 */
export function labelWindowByRules({ units }: UnitWindow): WindowLabels {
  let text = '';
  const own: Unit[] = units.map((unit, index) => {
    const start = text.length;
    text += `${unit.text}\n\n`;
    return { ...unit, index, block: index, start, end: start + unit.text.length };
  });
  const document: ExtractedDocument = {
    format: 'text',
    text,
    pageCount: null,
    blocks: own.map(({ start, end, text, page }, position) => ({
      position,
      start,
      end,
      text,
      page,
      kind: 'paragraph',
      number: null,
      level: null,
      furniture: null,
      row: null,
    })),
  };
  const labels = labelByRules(document, own).flatMap(({ label }, i) =>
    label === 'context' || label === 'furniture' ? [] : [{ unit: units[i]!.index, label }],
  );
  return { first: units[0]?.index ?? 0, last: units.at(-1)?.index ?? -1, labels };
}

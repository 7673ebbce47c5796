import { BROKEN } from '../text/hyphens.js';
import { markerOf } from '../text/markers.js';
import { endsSentence } from '../text/shape.js';
import type { Line } from './geometry.js';

/** The text of a cell: lines that go on are joined by a space, or by `BROKEN` after a hyphen; items and paragraphs stay on lines of their own. */
export function cellText(lines: Line[]): string {
  let text = '';
  let last: Line | null = null;
  const right = Math.max(0, ...lines.map((line) => line.x1));
  for (const line of lines) {
    if (!last) text = line.text;
    else {
      const word = line.text.indexOf(' ') < 0 ? line.text.length : line.text.indexOf(' ');
      const room = right - last.x1 > word * line.size * 0.5 + line.size && endsSentence(last.text);
      const apart = line.y - last.y > line.size * 1.9 || markerOf(line.text) !== null || room;
      text += (apart ? '\n' : /[\p{L}\d]-$/u.test(text) ? BROKEN : ' ') + line.text;
    }
    last = line;
  }
  return text;
}

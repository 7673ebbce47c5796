/**
 * Shows a paper as it is labelled: `npx tsx bench/labelling/read.ts FILE [first last]`. A line a unit: its number, what the
 * reader says of its place (h1 a heading, li a list item, t3.7.2 the second cell of row seven of table three, with "*" a
 * header, "#" its number), and its text.
 */
import { readPaper } from './papers.js';

const [file, first = '0', last = '1000000'] = process.argv.slice(2);
const { document, units } = await readPaper(file!);
console.log(`${units.length} units, ${document.blocks.length} blocks`);
for (const unit of units.slice(Number(first), Number(last) + 1)) {
  const { kind, level, number, furniture, row } = document.blocks[unit.block]!;
  const cell = row?.cells.findIndex(({ start, end }) => unit.start >= start && unit.end <= end);
  const place = row
    ? `t${row.table}.${row.index}.${cell}${row.isHeader ? '*' : ''}`
    : { heading: `h${level}`, 'list-item': `li${level}`, paragraph: 'p', 'table-row': 't' }[kind];
  const marks = [place, number && `#${number}`, furniture].filter(Boolean).join(' ');
  console.log(`${unit.index}|${marks}|${unit.text.replace(/\s+/g, ' ')}`);
}

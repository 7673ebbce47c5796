import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Block, ExtractedDocument } from '../../src/formats/types.js';
import type { Unit } from '../../src/rfp/extraction-types.js';
import { type LabelledText, type Mark, type Paper, readAllLabelled } from './papers.js';

/** A labelled paper as a document again: its units are those that were labelled, one mark each. */
export interface LabelledPaper {
  paper: Paper;
  document: ExtractedDocument;
  units: Unit[];
  marks: Mark[];
}

/** All labelled papers, in the order of their names. */
export function loadPapers(folder = resolve(import.meta.dirname, '../labels')): LabelledPaper[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readAllLabelled(`${folder}/${name}`))
    .map(rebuild);
}

function rebuild({ paper, blocks: labelled }: LabelledText): LabelledPaper {
  const units: Unit[] = [];
  const marks: Mark[] = [];
  let text = '';
  const blocks = labelled.map((given, position): Block => {
    const page = given.page ?? null;
    if (position > 0) text += '\n\n';
    const start = text.length;
    const cells = given.cells.map((cell, column) => {
      if (column > 0) text += '\t';
      const from = text.length;
      cell.forEach(([mark, words], at) => {
        if (at > 0) text += ' ';
        const index = units.length;
        units.push({
          index,
          block: position,
          start: text.length,
          end: text.length + words.length,
          text: words,
          page,
        });
        marks.push(mark);
        text += words;
      });
      return { start: from, end: text.length };
    });
    return {
      position,
      kind: given.kind,
      text: text.slice(start),
      start,
      end: text.length,
      page,
      number: given.number ?? null,
      level: given.level ?? null,
      furniture: (given.furniture as Block['furniture']) ?? null,
      row: given.row ? { ...given.row, cells } : null,
    };
  });
  return { paper, document: { format: 'text', text, pageCount: null, blocks }, units, marks };
}

import type { Report, ReportLine } from '../../src/rfp/index.js';
import { builder } from '../builder.js';

const ReturnOutcome = builder.enumType('ReturnOutcome', {
  values: ['WRITTEN', 'UNCHANGED', 'REFUSED', 'NOT_WRITTEN'] as const,
  description:
    'WRITTEN; UNCHANGED: it stood there already; REFUSED: the cell may not be written, or not with that; NOT_WRITTEN: there is no answer to write.',
});

const ReturnLineKind = builder.enumType('ReturnLineKind', {
  values: ['ANSWER', 'COMMENT'] as const,
  description: 'What a cell takes.',
});

const ReturnLine = builder.objectRef<ReportLine>('ReturnLine').implement({
  description: 'What became of one cell of a form.',
  fields: (t) => ({
    questionPosition: t.exposeInt('position', { description: 'Of the question, from 1.' }),
    kind: t.expose('kind', { type: ReturnLineKind }),
    sheet: t.exposeString('sheet', { nullable: true, description: 'Null in a Word form.' }),
    reference: t.exposeString('reference', {
      nullable: true,
      description: '"F12"; in a Word form the place.',
    }),
    before: t.exposeString('before', { nullable: true, description: 'What stood there; null for nothing.' }),
    after: t.exposeString('after', { nullable: true, description: 'What stands there now.' }),
    outcome: t.expose('outcome', { type: ReturnOutcome }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it was not written: FORMULA, LOCKED, NOT_AN_OPTION, NOT_ANSWERED and others.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The same in a sentence, with what to do.',
    }),
    options: t.exposeStringList('options', {
      description: 'What the list allows, where the answer is none of it.',
    }),
    warning: t.exposeString('warning', {
      nullable: true,
      description: 'It was written, but: the text does not fit the row, say.',
    }),
  }),
});

const ChangedPart = builder.objectRef<Report['changedParts'][number]>('ChangedPart').implement({
  description: 'A part of the file that is not as it came.',
  fields: (t) => ({
    part: t.exposeString('part', { description: '"xl/worksheets/sheet1.xml"' }),
    why: t.string({ description: 'ANSWERS, RECALCULATION or BOUND_DATA.', resolve: ({ why }) => why }),
  }),
});

const count = (report: unknown, outcome: ReportLine['outcome']) =>
  (report as Report).lines.filter((line) => line.outcome === outcome).length;

export const ReturnReport = builder.prismaObject('QuestionnaireReturn', {
  name: 'ReturnReport',
  description: 'What was written into a form, and what was not, and why.',
  select: { report: true },
  fields: (t) => ({
    written: t.int({ description: 'Cells.', resolve: ({ report }) => count(report, 'WRITTEN') }),
    unchanged: t.int({ resolve: ({ report }) => count(report, 'UNCHANGED') }),
    refused: t.int({ resolve: ({ report }) => count(report, 'REFUSED') }),
    notWritten: t.int({
      description: 'Answers that there is nothing to write of.',
      resolve: ({ report }) => count(report, 'NOT_WRITTEN'),
    }),
    lines: t.field({
      type: [ReturnLine],
      description: 'Every cell that was written or refused, and every answer that was not, by question.',
      resolve: ({ report }) => (report as unknown as Report).lines,
    }),
    changedParts: t.field({
      type: [ChangedPart],
      description: 'All other parts of the file are identical to the byte.',
      resolve: ({ report }) => (report as unknown as Report).changedParts,
    }),
    warnings: t.stringList({
      description: 'On the file as a whole: a signature that ends, say.',
      resolve: ({ report }) => (report as unknown as Report).warnings,
    }),
    sha256: t.exposeString('sha256', { description: 'Of the file that was written.' }),
    writtenAt: t.expose('writtenAt', { type: 'DateTime' }),
  }),
});

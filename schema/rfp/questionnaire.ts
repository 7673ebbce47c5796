import { MappingStatus } from '../../generated/client/enums.js';
import type { FormSheet, Region } from '../../src/formats/index.js';
import { builder } from '../builder.js';
import { OutputFile } from './output-file.js';
import { ReturnReport } from './return-report.js';

export const MappingStatusEnum = builder.enumType(MappingStatus, {
  name: 'MappingStatus',
  description:
    'Whether a person has confirmed where the answers go. Before that nothing is written into the file.',
});

const SHEET_STATES = { visible: 'VISIBLE', hidden: 'HIDDEN', veryHidden: 'VERY_HIDDEN' } as const;

const SheetStateEnum = builder.enumType('SheetState', {
  values: Object.values(SHEET_STATES),
  description: 'Whether a sheet is seen. Hidden ones are not asked, and stay as they are.',
});

export const RegionLayoutEnum = builder.enumType('RegionLayout', {
  values: ['ROWS', 'BELOW'] as const,
  description: 'ROWS: an answer stands on the row of its question. BELOW: in the cell below it.',
});

const QuestionnaireSheet = builder.objectRef<FormSheet>('QuestionnaireSheet').implement({
  description: 'A sheet of a workbook.',
  fields: (t) => ({
    name: t.exposeString('name'),
    state: t.field({ type: SheetStateEnum, resolve: ({ state }) => SHEET_STATES[state] }),
    isProtected: t.exposeBoolean('isProtected', { description: 'Its locked cells are not written.' }),
    questions: t.exposeInt('questions', { description: 'How much it asks by the mapping.' }),
  }),
});

const MarkColumn = builder.objectRef<Region['marks'][number]>('MarkColumn').implement({
  description: 'A column in which an X says an option; the other columns of the row are empty then.',
  fields: (t) => ({ column: t.exposeString('column'), option: t.exposeString('option') }),
});

const column = (description: string) => ({ nullable: true as const, description });

const QuestionnaireRegion = builder.objectRef<Region>('QuestionnaireRegion').implement({
  description: 'A part of a sheet whose rows ask and are answered alike. Columns are named by their letters.',
  fields: (t) => ({
    sheet: t.exposeString('sheet'),
    range: t.exposeString('range', { description: '"A5:J14"' }),
    layout: t.expose('layout', { type: RegionLayoutEnum }),
    number: t.exposeString('number', column('The column that numbers the questions.')),
    question: t.exposeString('question', { description: 'The column that asks.' }),
    section: t.exposeString('section', column('The column that names the section.')),
    guidance: t.exposeString('guidance', column('The column that says how to answer.')),
    answer: t.exposeString(
      'answer',
      column('The column of the answers; null where one of several is marked.'),
    ),
    comment: t.exposeString('comment', column('The column of the comments.')),
    evidence: t.exposeString('evidence', column('The column for evidence. It is left to people.')),
    marks: t.expose('marks', { type: [MarkColumn] }),
    heading: t.exposeString('heading', column('What stands above the answers.')),
    options: t.exposeStringList('options', {
      description:
        'What may be chosen, where it is the same in all cells. `Question.options` has it for each.',
    }),
    confidence: t.exposeFloat('confidence', { description: '0 to 1; 1 where a person said so.' }),
  }),
});

const QuestionnaireMapping = builder.prismaObject('Questionnaire', {
  variant: 'QuestionnaireMapping',
  description: 'Where a form asks and where the answers go.',
  fields: (t) => ({
    status: t.expose('status', { type: MappingStatusEnum }),
    confidence: t.exposeFloat('confidence', { description: '0 to 1.' }),
    version: t.exposeInt('version', { description: 'Moves with each change; give it as `expectedVersion`.' }),
    remembered: t.exposeBoolean('remembered', {
      description: 'It was confirmed for an earlier form whose columns have the same names.',
    }),
    regions: t.field({
      type: [QuestionnaireRegion],
      description: 'Empty for a Word form, which tells its places itself.',
      select: { regions: true },
      resolve: ({ regions }) => regions as unknown as Region[],
    }),
    confirmedBy: t.relation('confirmedBy', { nullable: true }),
    confirmedAt: t.expose('confirmedAt', { type: 'DateTime', nullable: true }),
  }),
});

export const Questionnaire = builder.prismaObject('Questionnaire', {
  description: 'A workbook or Word form that an RFP came as.',
  fields: (t) => ({
    format: t.exposeString('format', { description: '"xlsx" (also for .xlsm) or "docx".' }),
    sheets: t.field({
      type: [QuestionnaireSheet],
      description: 'In order; empty for a Word form.',
      select: { sheets: true },
      resolve: ({ sheets }) => sheets as unknown as FormSheet[],
    }),
    mapping: t.variant(QuestionnaireMapping),
    returnFile: t.field({
      type: OutputFile,
      nullable: true,
      description:
        'The file with the answers as it was written last; its download is always up to the answers. Null until the mapping is confirmed and the workflow READY, or it was downloaded.',
      select: {
        status: true,
        returned: true,
        rfp: { select: { workflow: { select: { run: { select: { reference: true } } } } } },
      },
      resolve: ({ status, returned, rfp }) =>
        returned && status === 'CONFIRMED'
          ? { ...returned, reference: rfp.workflow.run.reference, format: 'original' }
          : null,
    }),
    returnReport: t.relation('returned', {
      type: ReturnReport,
      nullable: true,
      description: 'What became of every cell when the file was written last.',
    }),
  }),
});

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readWorkbookForm } from '../../src/formats/ooxml/index.js';
import { formWorkbook } from '../formats/support/form-workbook.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import {
  confirmMapping,
  downloadForm,
  getForm,
  updateAnswer,
  updateMapping,
} from '../support/questionnaires.js';
import { untilReady, uploadRfp } from '../support/rfp.js';
import { type SharedService, sharedService } from '../support/shared-service.js';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const SHEET = {
  name: 'Security',
  rows: [
    ['Security questionnaire'],
    ['ID', 'Question', 'Answer', 'Comments'],
    ['S1', 'Is customer data at rest encrypted with AES-256-GCM?'],
    ['S2', 'Do you have a certificate of the moon landing office?'],
    ['S3', 'How often is the disaster recovery plan tested?'],
    ['S4', 'How mature is your catering?', 'Low'],
  ],
  lists: { 'C3:C4': '"Yes,Partly,No"', C6: '"Low,High"' },
};

async function uploaded(service: SharedService, content: Uint8Array, name = 'form.xlsx') {
  const { workflow, errors } = await uploadRfp(service, { name, content });
  expect(errors).toEqual([]);
  await untilReady(service, workflow.workflowId);
  return workflow.workflowId as string;
}

const cells = (bytes: Uint8Array, sheet = 'Security') =>
  new Map(
    [
      ...readWorkbookForm(bytes)
        .sheets.find(({ name }) => name === sheet)!
        .cells(),
    ].map(({ ref, value }) => [ref, value]),
  );

test('a workbook is answered in its own cells once its mapping is confirmed, and nothing else in it changes', async () => {
  await using service = await sharedService();
  await SAMPLE_KNOWLEDGE.addTo(service);
  const content = formWorkbook(SHEET);
  const workflowId = await uploaded(service, content);

  const before = await getForm(service, workflowId);
  expect(before.questionnaire).toMatchObject({
    format: 'xlsx',
    sheets: [{ name: 'Security', state: 'VISIBLE', questions: 4 }],
    mapping: { status: 'PROPOSED', version: 1, remembered: false },
    returnFile: null,
    returnReport: null,
  });
  const [encrypted, moon, recovery, catering] = before.rfpAnalysis.questions;
  expect(encrypted).toMatchObject({
    number: 'S1',
    section: 'Security questionnaire',
    options: ['Yes', 'Partly', 'No'],
    cell: { sheet: 'Security', reference: 'C3' },
    commentCell: { reference: 'D3' },
    location: { citation: { cell: { sheet: 'Security', reference: 'B3' } } },
    answer: { status: 'DRAFTED', choice: 'Yes' },
  });
  // Nobody guesses a yes.
  expect(moon.answer).toMatchObject({ status: 'NEEDS_INPUT', choice: null });
  expect(recovery).toMatchObject({ options: [], answer: { status: 'DRAFTED', choice: null } });
  // What stood there is kept.
  expect(catering.answer).toMatchObject({ status: 'EDITED', choice: 'Low' });

  const early = await downloadForm(service, workflowId);
  expect(early.response.status).toBe(409);
  expect(new TextDecoder().decode(early.bytes)).toContain('confirmMapping');

  expect(await confirmMapping(service, { workflowId, expectedVersion: 1 })).toMatchObject({
    errors: [],
    workflow: { questionnaire: { mapping: { status: 'CONFIRMED', version: 1 } } },
  });
  const { response, bytes } = await downloadForm(service, workflowId);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain('form.xlsx');
  const now = cells(bytes);
  expect(now.get('C3')).toBe('Yes');
  expect(now.get('D3')).toContain('AES-256-GCM');
  expect(now.get('D3')).not.toContain('[1]');
  expect(now.get('C4') ?? null).toBeNull();
  expect(now.get('C5')).toContain('twice a year');
  expect(now.get('C6')).toBe('Low');

  const { questionnaire } = await getForm(service, workflowId);
  expect(questionnaire.returnFile).toMatchObject({ filename: 'form.xlsx', sizeBytes: bytes.length });
  expect(questionnaire.returnFile.url).toContain(`/download/${workflowId}?format=original`);
  const { returnReport } = questionnaire;
  expect(returnReport).toMatchObject({
    written: 3,
    unchanged: 1,
    refused: 0,
    notWritten: 1,
    sha256: sha256(bytes),
  });
  expect(
    returnReport.lines.map(({ reference, outcome, code }: Record<string, unknown>) => [
      reference,
      outcome,
      code,
    ]),
  ).toEqual([
    ['C3', 'WRITTEN', null],
    ['D3', 'WRITTEN', null],
    ['C4', 'NOT_WRITTEN', 'NOT_ANSWERED'],
    ['C5', 'WRITTEN', null],
    ['C6', 'UNCHANGED', null],
  ]);
  // Read again, the export gives the same answers.
  const again = await uploaded(service, bytes, 'again.xlsx');
  const { rfpAnalysis, questionnaire: remembered } = await getForm(service, again);
  expect(remembered.mapping).toMatchObject({ status: 'PROPOSED', remembered: true });
  expect(rfpAnalysis.questions.map(({ answer }: { answer: { choice: string } }) => answer.choice)).toEqual([
    'Yes',
    null,
    null,
    'Low',
  ]);
});

test('an answer to a listed question is one of its options with a comment', async () => {
  await using service = await sharedService();
  const workflowId = await uploaded(service, formWorkbook(SHEET));
  const { rfpAnalysis } = await getForm(service, workflowId);
  const [encrypted, , recovery] = rfpAnalysis.questions;
  const answerId = encrypted.answer.id;

  const { errors } = await updateAnswer(service, { answerId, choice: 'Maybe' });
  expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'choice'] }]);
  expect(errors[0].message).toContain('“Partly”');
  expect((await updateAnswer(service, { answerId, approve: true })).errors).toMatchObject([
    { code: 'CONFLICT' },
  ]);
  expect((await updateAnswer(service, { answerId: recovery.answer.id, choice: 'Yes' })).errors).toMatchObject(
    [{ code: 'INVALID_INPUT' }],
  );
  expect(
    await updateAnswer(service, { answerId, choice: ' partly ', comment: '=1+1', approve: true }),
  ).toMatchObject({
    errors: [],
    answer: { status: 'APPROVED', choice: 'Partly', comment: '=1+1' },
  });
  // Left out they stay; null takes them away.
  expect((await updateAnswer(service, { answerId, comment: null })).answer).toMatchObject({
    status: 'EDITED',
    choice: 'Partly',
    comment: null,
  });
  await updateAnswer(service, { answerId, comment: '=1+1 😀 ]]>' });
  await confirmMapping(service, { workflowId });
  const { bytes } = await downloadForm(service, workflowId);
  expect(cells(bytes).get('C3')).toBe('Partly');
  expect(cells(bytes).get('D3')).toBe('=1+1 😀 ]]>');
});

test('with no answers the file that goes back is the file that came', async () => {
  await using service = await sharedService();
  const content = formWorkbook({
    rows: [['Question', 'Answer'], ['Who catered the moon landing?'], ['Why?']],
  });
  const workflowId = await uploaded(service, content);
  await confirmMapping(service, { workflowId });
  const { bytes } = await downloadForm(service, workflowId);
  expect(sha256(bytes)).toBe(sha256(content));
});

test('a corrected mapping keeps the answers to questions that stay', async () => {
  await using service = await sharedService();
  await SAMPLE_KNOWLEDGE.addTo(service);
  const workflowId = await uploaded(service, formWorkbook(SHEET));
  const before = await getForm(service, workflowId);
  const [first] = before.rfpAnalysis.questions;
  await updateAnswer(service, { answerId: first.answer.id, choice: 'No', text: 'Not any more.' });
  const [{ confidence: _, ...region }] = before.questionnaire.mapping.regions;
  const narrower = { ...region, range: 'A4:D6' };

  const lost = await updateMapping(service, { workflowId, expectedVersion: 1, regions: [narrower] });
  expect(lost.errors).toMatchObject([{ code: 'CONFLICT' }]);
  expect(lost.errors[0].message).toContain('Security!C3');
  const wrong = await updateMapping(service, { workflowId, regions: [{ ...region, sheet: 'Finance' }] });
  expect(wrong.errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'regions', '0', 'sheet'] }]);

  const { errors, workflow } = await updateMapping(service, {
    workflowId,
    expectedVersion: 1,
    regions: [{ ...region, range: 'A3:D5', comment: null }],
    dropAnswers: true,
  });
  expect(errors).toEqual([]);
  expect(workflow.questionnaire.mapping).toEqual({ status: 'PROPOSED', version: 2 });
  const after = await getForm(service, workflowId);
  expect(after.rfpAnalysis).toMatchObject({ totalQuestions: 3 });
  expect(after.rfpAnalysis.questions[0]).toMatchObject({
    position: 1,
    commentCell: null,
    answer: { id: first.answer.id, status: 'EDITED', choice: 'No', text: 'Not any more.' },
  });
  // Whoever looked at the version before is told.
  expect((await confirmMapping(service, { workflowId, expectedVersion: 1 })).errors).toMatchObject([
    { code: 'CONFLICT', currentVersion: 2 },
  ]);
});

test('of two people who confirm at once, neither does harm', async () => {
  await using service = await sharedService();
  const workflowId = await uploaded(service, formWorkbook(SHEET));
  const both = await Promise.all(
    [1, 2].map(() => confirmMapping(service, { workflowId, expectedVersion: 1 })),
  );
  for (const { errors, workflow } of both) {
    expect(errors).toEqual([]);
    expect(workflow.questionnaire.mapping).toEqual({ status: 'CONFIRMED', version: 1 });
  }
});

test('a workbook that asks nothing, or is answered, is refused with what to do', async () => {
  await using service = await sharedService();
  const nothing = formWorkbook({
    rows: [
      ['Sport', 'Sales'],
      ['Golf', '15'],
    ],
  });
  const answered = formWorkbook({
    rows: [
      ['Question', 'Answer'],
      ['Who are you?', 'Yes'],
    ],
    lists: { B2: '"Yes,No"' },
  });
  for (const [content, advice] of [
    [nothing, 'room for the answers'],
    [answered, 'Clear the cells'],
  ] as const) {
    const { errors } = await uploadRfp(service, { name: 'data.xlsx', content });
    expect(errors).toMatchObject([{ code: 'UNSUPPORTED_FILE' }]);
    expect(errors[0].message).toContain(advice);
  }
});

import { describe, expect, test } from 'vitest';
import type { ApiClient, Reply } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { type SharedService, sharedService } from '../support/shared-service.js';

const RFP = textRfp([
  'How does the vendor encrypt customer data at rest?',
  'Describe your incident response process.',
  'What is the name of your pet hamster?',
]);

async function readyWorkflow(service: SharedService): Promise<Reply> {
  await SAMPLE_KNOWLEDGE.addTo(service);
  const { workflow } = await uploadRfp(service, RFP);
  await untilReady(service, workflow.workflowId);
  return getWorkflow(service, workflow.workflowId);
}

const update = async (api: ApiClient, input: Record<string, unknown>): Promise<Reply> =>
  (
    await api.run(
      `mutation ($input: UpdateAnswerInput!) { updateAnswer(input: $input) {
        answer { id text status updatedBy { email } } errors { code message path } } }`,
      { input },
    )
  ).updateAnswer;

const life = async (api: ApiClient, name: string, workflowId: string): Promise<Reply> =>
  (
    await api.run(
      `mutation ($input: WorkflowInput!) { ${name}(input: $input) { workflow { state } errors { code message } } }`,
      { input: { workflowId } },
    )
  )[name];

const docxText = async (url: string): Promise<string> => {
  const { unzipSync } = await import('fflate');
  const content = new Uint8Array(await (await fetch(url)).arrayBuffer());
  return new TextDecoder().decode(unzipSync(content)['word/document.xml']).replace(/<[^>]+>/g, '');
};

describe('a person works on a ready response', () => {
  test('edits and approves an answer, and the document follows', async () => {
    await using service = await sharedService();
    const ready = await readyWorkflow(service);
    const [first] = ready.generatedResponses;

    const edited = await update(service, { answerId: first.id, text: 'Our own **careful** words.' });
    expect(edited.errors).toEqual([]);
    expect(edited.answer).toMatchObject({ status: 'EDITED', updatedBy: { email: service.email } });
    const events = await eventsUntil(
      service,
      ready.workflowId,
      ({ __typename }) => __typename === 'OutputReady',
      ready.version,
    );
    expect(events[0]).toMatchObject({
      __typename: 'AnswerUpdated',
      answer: { id: first.id, status: 'EDITED' },
    });
    expect(await docxText(ready.outputFile.url)).toContain('careful');

    const approved = await update(service, { answerId: first.id, approve: true });
    expect(approved.answer).toMatchObject({ status: 'APPROVED', text: 'Our own **careful** words.' });
    const again = await update(service, { answerId: first.id, text: 'Changed after the approval.' });
    expect(again.answer.status).toBe('EDITED');
  });

  test('sends an answer back to be drafted again', async () => {
    await using service = await sharedService();
    const ready = await readyWorkflow(service);
    const [first] = ready.generatedResponses;
    const { regenerateAnswer } = await service.run(
      `mutation ($input: RegenerateAnswerInput!) { regenerateAnswer(input: $input) {
        answer { status text } errors { code message } } }`,
      { input: { answerId: first.id, guidance: 'Mention how keys are rotated.' } },
    );
    expect(regenerateAnswer).toMatchObject({ errors: [], answer: { status: 'PENDING', text: first.text } });
    const events = await eventsUntil(
      service,
      ready.workflowId,
      ({ __typename }) => __typename === 'OutputReady',
      ready.version,
    );
    const drafts = events.filter(({ answer }) => answer?.id === first.id).map(({ answer }) => answer.status);
    expect(drafts.at(-1)).toMatch(/^(DRAFTED|NEEDS_INPUT)$/);
    const after = await getWorkflow(service, ready.workflowId);
    expect(after.state).toBe('READY');
    expect(after.progress).toMatchObject({
      percent: 100,
      questionsAnswered: ready.progress.questionsAnswered,
    });
  });

  test('submits and closes it; what the state does not allow is refused with a reason', async () => {
    await using service = await sharedService();
    const { workflowId, generatedResponses } = await readyWorkflow(service);
    for (const name of ['retryWorkflow', 'cancelWorkflow'])
      expect(await life(service, name, workflowId)).toMatchObject({
        workflow: null,
        errors: [{ code: 'CONFLICT' }],
      });

    expect(await life(service, 'submitWorkflow', workflowId)).toEqual({
      workflow: { state: 'SUBMITTED' },
      errors: [],
    });
    const late = await update(service, { answerId: generatedResponses[0].id, text: 'Too late.' });
    expect(late.errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(late.errors[0].message).toContain('SUBMITTED');
    expect((await life(service, 'submitWorkflow', workflowId)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await life(service, 'closeWorkflow', workflowId)).toEqual({
      workflow: { state: 'CLOSED' },
      errors: [],
    });

    const whole = await eventsUntil(service, workflowId, () => false);
    expect(whole.at(-1)).toMatchObject({ from: 'SUBMITTED', to: 'CLOSED' });
  });

  test('is told what is wrong with an id or an empty change', async () => {
    await using service = await sharedService();
    const ready = await readyWorkflow(service);
    const [first] = ready.generatedResponses;
    for (const answerId of ['nonsense', ready.id, btoa('Answer:17'), first.question.position])
      expect((await update(service, { answerId, text: 'x' })).errors).toMatchObject([
        { code: 'INVALID_INPUT', path: ['input', 'answerId'] },
      ]);
    const unknown = btoa('Answer:01900000-0000-7000-8000-00000000abcd');
    expect((await update(service, { answerId: unknown, text: 'x' })).errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    expect((await update(service, { answerId: first.id })).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect((await update(service, { answerId: first.id, text: '  ' })).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'text'] },
    ]);
    expect((await life(service, 'submitWorkflow', 'WF-RFP-NONE')).errors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { aiFor, failureOf, good, question } from '../ai/ask.js';
import { answerTo, ask, goodReply, sql } from '../qa/support.js';
import type { Reply as Row } from '../support/api-client.js';
import { SAMPLE_KNOWLEDGE } from '../support/knowledge.js';
import { json, type ModelServer, modelServer } from '../support/model-server.js';
import { eventsUntil, getWorkflow, textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { scriptEngine } from '../support/scripted-engine.js';
import { testService } from '../support/service.js';
import { documentedTable, faultTable } from './fault-table.js';
import { FAULTS, type Fault, plain } from './faults.js';
import { scratchModels } from './scratch.js';

const QUESTION = 'How is customer data at rest encrypted?';
const isRetryable = ({ kind }: Fault) => ['rate-limited', 'unavailable', 'malformed'].includes(kind);

describe('at the door', () => {
  test.each(FAULTS)('$name has its class', async ({ reply, kind, isSlow, ...fault }) => {
    await using model = await modelServer();
    model.reply(() => reply);
    const ai = aiFor(model, isSlow ? { timeoutMs: 800 } : {});
    const whole = await failureOf(ai.complete(question));
    const inPieces = await failureOf(ai.stream(question, () => () => {}));
    for (const failure of [whole, inPieces])
      expect(failure).toMatchObject({ kind, retryable: isRetryable({ kind, ...fault, reply }) });
    // The door itself never asks again, but for a reply that came and cannot be used.
    expect(model.total).toBe(kind === 'malformed' ? 4 : 2);
  });
});

describe('in a chain', () => {
  test.each(FAULTS.filter(({ isSlow }) => !isSlow))('the next one is asked after: $name', async (fault) => {
    await using scratch = await scratchModels();
    await using first = await modelServer();
    await using second = await modelServer();
    first.reply(() => fault.reply);
    second.reply(() => json(good));
    for (const server of [first, second]) await scratch.credential(server);
    const ai = await scratch.models.for('CHAT', { organizationId: scratch.organizationId });
    const { value, model } = await ai!.stream(question, () => () => {});
    expect([value, model]).toEqual([good, 'model-2']);
  });
});

const withModel = (model: ModelServer, isSlow = false) =>
  testService({
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: 'sk-test-secret',
    ...(isSlow && { MODEL_TIMEOUT_SECONDS: '2' }),
  });

describe('a question that is asked', () => {
  const keepsAway = ({ asked, kind }: Fault) => kind === 'rate-limited' && asked === 1;
  const groups: [string, Fault[]][] = [
    ['at once', FAULTS.filter((fault) => !fault.isSlow && !keepsAway(fault))],
    ['in time', FAULTS.filter(({ isSlow }) => isSlow)],
    // It keeps everybody from the provider for a minute.
    ['for a while', FAULTS.filter(keepsAway)],
  ];
  test.each(groups)(
    'says what went wrong, where the model fails %s',
    async (_, faults) => {
      await using model = await modelServer();
      let fault: Fault | null = null;
      model.on('answer_question', (request) => fault?.reply ?? json(goodReply(request)));
      await using service = await withModel(model, faults[0]!.isSlow);
      await SAMPLE_KNOWLEDGE.addTo(service);
      const seen: unknown[] = [];
      for (const [n, next] of faults.entries()) {
        fault = next;
        const before = model.total;
        const { errors } = await ask(service, `${QUESTION} (${n})`);
        const asked = model.total - before;
        const [kept] = await sql(service, 'SELECT * FROM qa_answer ORDER BY id DESC LIMIT 1');
        expect(kept).toMatchObject({ status: 'FAILED', failure_message: errors[0].message });
        seen.push({ code: errors[0].code, asked, chat: plain(errors[0].message) });
        fault = null;
        // What comes next begins with a closed circuit.
        if (!keepsAway(next))
          expect((await answerTo(service, `${QUESTION} (${n}, again)`)).status).toBe('ANSWERED');
      }
      const expected = faults.map(({ asked, chat }) => ({
        code: 'UNAVAILABLE',
        asked,
        chat,
      }));
      expect(seen).toEqual(expected);
      expect(model.unscripted).toEqual([]);
    },
    120_000,
  );
});

describe('an RFP', () => {
  async function draftWith(fault: Fault, script: (model: ModelServer) => void) {
    const model = await modelServer();
    scriptEngine(model);
    script(model);
    const service = await withModel(model, fault.isSlow);
    await SAMPLE_KNOWLEDGE.addTo(service);
    const { workflow, errors } = await uploadRfp(service, textRfp([QUESTION]));
    expect(errors).toEqual([]);
    return {
      ...{ model, service, workflowId: workflow.workflowId as string },
      async [Symbol.asyncDispose]() {
        await service[Symbol.asyncDispose]();
        await model[Symbol.asyncDispose]();
      },
    };
  }

  const failing = (what: Fault['fails']) => FAULTS.filter(({ fails }) => fails === what);

  test.concurrent.each(failing('answer'))(
    'goes on without the answer: $name',
    { timeout: 180_000 },
    async (fault) => {
      await using run = await draftWith(fault, (model) => model.on('draft_answer', () => fault.reply));
      await untilReady(run.service, run.workflowId);
      const { generatedResponses } = await getWorkflow(run.service, run.workflowId);
      expect(generatedResponses.map(({ status, failure }: Row) => [status, plain(failure)])).toEqual([
        ['FAILED', fault.draft ?? fault.chat],
      ]);
      const attempts = isRetryable(fault) ? 5 : 1;
      const requests = fault.kind === 'malformed' ? 2 * attempts : attempts;
      expect(run.model.requestsFor('draft_answer')).toHaveLength(requests);
    },
  );

  test.concurrent.each(failing('run'))('stops: $name', { timeout: 120_000 }, async (fault) => {
    await using run = await draftWith(fault, (model) => model.on('draft_answer', () => fault.reply));
    const isOver = ({ __typename }: Row) => __typename === 'WorkflowFailed';
    const events = await eventsUntil(run.service, run.workflowId, isOver);
    const { code, message, retryable } = events.at(-1).failure;
    expect([code, plain(message), retryable]).toEqual(['MODEL_REJECTED', fault.chat, true]);
    const { state, generatedResponses } = await getWorkflow(run.service, run.workflowId);
    expect([state, generatedResponses]).toEqual(['ERROR', []]);
    expect(JSON.stringify(events)).not.toContain('sk-test-secret');
  });

  test.concurrent('waits for a provider that limits requests', { timeout: 120_000 }, async () => {
    const [fault] = failing('nothing');
    const { reply } = fault!;
    let limited = 0;
    await using run = await draftWith(fault!, (model) => {
      model.on('draft_answer', () =>
        limited++ < 2 ? reply : json({ answer: 'We do not know.', quotes: [], sufficient: false }),
      );
    });
    await untilReady(run.service, run.workflowId);
    const { generatedResponses } = await getWorkflow(run.service, run.workflowId);
    expect(generatedResponses).toMatchObject([{ status: 'NEEDS_INPUT', failure: null }]);
    expect(limited).toBe(3);
  });
});

test('the documentation tells what was seen here', () => {
  expect(documentedTable()).toBe(faultTable());
});

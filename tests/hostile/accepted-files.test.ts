import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsUntil, getWorkflow, reached, untilReady } from '../support/rfp.js';
import { type SharedService, sharedService } from '../support/shared-service.js';
import { hostileFiles } from './files/index.js';
import { readLater } from './files/pdf-files.js';
import { routes } from './support/requests.js';

let service: SharedService;
beforeAll(async () => {
  service = await sharedService();
});
afterAll(() => service[Symbol.asyncDispose]());

const accepted = hostileFiles.filter(
  ({ overHttp, expected, asRfp }) => overHttp && !asRfp && expected.startsWith('reads as '),
);

const ways = Object.values(routes);

describe.concurrent('a strange file that can be read is answered to the end', { timeout: 120_000 }, () => {
  test.for(accepted)('$name', async (file, { expect }) => {
    const { content, filename, text, withoutText } = file;
    const upload = ways[accepted.indexOf(file) % ways.length]!;
    const { workflowId, errors } = await upload(service.url, { content: content(), filename });
    expect(errors).toEqual([]);
    await untilReady(service, workflowId!);
    const { rfpAnalysis, outputFile } = await getWorkflow(service, workflowId!);
    const questions = rfpAnalysis.questions.map((question: { text: string }) => question.text).join('\n');
    if (text) expect(questions).toMatch(text);
    if (withoutText) expect(questions).not.toMatch(withoutText);
    expect((await fetch(outputFile.url)).status).toBe(200);
  });
});

test('a file that turns out damaged while it is read ends its run, and says so', async () => {
  const { filename, content } = readLater;
  const { workflowId } = await routes.GraphQL(service.url, { filename, content: content() });
  await eventsUntil(service, workflowId!, reached('ERROR', 'READY'));
  const { state, failure } = await getWorkflow(service, workflowId!);
  expect(state).toBe('ERROR');
  expect(failure).toMatchObject({
    message: expect.stringContaining('damaged'),
  });
});

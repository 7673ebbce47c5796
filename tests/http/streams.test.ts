import { expect, test } from 'vitest';
import { modelServer } from '../support/model-server.js';
import { testService } from '../support/service.js';

const QUERY = 'subscription { answerStream(input: { question: "Who are you?" }) { __typename } }';

test('a subscription that cannot be answered is not begun, whether its answer is not accepted or it is in a batch', async () => {
  await using model = await modelServer();
  await using service = await testService({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-test' }, 'api');
  const url = `${service.url}/graphql`;
  const post = (body: unknown, accept: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });
  // Counted by the process, in which other tests may have left some that are being closed.
  const open = async () => {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    return Number(/^bidwright_graphql_subscriptions_open (\d+)$/m.exec(metrics)?.[1]);
  };
  const before = (await open()) || 0;
  for (const accept of [
    ...['application/json', 'application/graphql-response+json', 'application/*', 'multipart/mixed'],
    ...['text/html', 'text/event-stream;charset=latin1', 'nonsense'],
  ])
    for (const ask of [
      () => post({ query: QUERY }, accept),
      () =>
        fetch(`${url}?query=${encodeURIComponent(QUERY)}`, {
          headers: { accept: accept.replace('html', 'xml') },
        }),
    ]) {
      const response = await ask();
      expect([accept, response.status]).toEqual([accept, 406]);
      const text = await response.text();
      if (text) expect(JSON.parse(text).errors).toMatchObject([{ extensions: { code: 'NOT_ACCEPTABLE' } }]);
    }
  for (const accept of ['*/*', 'text/event-stream', 'application/json']) {
    const response = await post([{ query: QUERY }, { query: '{ me { role } }' }, { query: QUERY }], accept);
    const said = (await response.text())
      .replace(/^data: /m, '\n')
      .split('\n')
      .find((line) => line.startsWith('['))!;
    const refusal = { errors: [{ message: expect.stringContaining('batch') }] };
    expect(JSON.parse(said)).toMatchObject([refusal, { data: { me: { role: 'owner' } } }, refusal]);
  }
  expect(model.total).toBe(0);
  expect(await open()).toBeLessThanOrEqual(before);
  expect((await service.run('{ conversations { edges { cursor } } }')).conversations.edges).toEqual([]);
});

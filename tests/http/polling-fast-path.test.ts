import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../support/api-client.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { testService } from '../support/service.js';

const QUERY = 'query ($id: String!) { workflow(workflowId: $id) { workflowId state progress { percent } } }';

/** The same request by the short way and, since it is long, by Yoga's own. */
async function bothWays(api: ApiClient, body: string, headers: Record<string, string> = {}) {
  const post = async (sent: string) => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'the-same', ...headers },
      body: sent,
    });
    const {
      date,
      connection,
      'keep-alive': _,
      'content-length': __,
      'transfer-encoding': ___,
      ratelimit,
      ...rest
    } = Object.fromEntries(response.headers);
    return {
      status: response.status,
      headers: { ...rest, ratelimit: ratelimit?.replace(/\d+/g, 'N') },
      body: (await response.text())
        .replace(/"(remaining|resetSeconds)":\d+/g, '"$1":N')
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID'),
    };
  };
  return { short: await post(body), long: await post(body + ' '.repeat(70_000)) };
}

test('pages of other sites cannot read what a query returns, whichever way it is sent', async () => {
  await using service = await testService();
  const allowed = async (origin: string) =>
    (
      await fetch(`${service.url}/graphql?query=${encodeURIComponent('{ me { name } }')}`, {
        headers: { origin },
      })
    ).headers.get('access-control-allow-origin');
  expect(await allowed('https://evil.example')).toBeNull();
  expect(await allowed('http://localhost:3000')).toBe('http://localhost:3000');
});

describe('a plain JSON POST', () => {
  test('is answered byte for byte as Yoga answers it, whatever is wrong with it', async () => {
    await using service = await testService();
    const { workflow } = await uploadRfp(service, textRfp(['Do you encrypt data at rest?']));
    await untilReady(service, workflow.workflowId);
    const query = (text: string, more = {}) => JSON.stringify({ query: text, ...more });
    const id = workflow.workflowId;
    const bodies = [
      query(QUERY, { variables: { id } }),
      query(QUERY, { variables: { id }, operationName: null, extensions: {} }),
      query(`{ a: workflow(workflowId: "${id}") { outputFile { url } } }`),
      query('{ workflow(workflowId: "WF-RFP-NONE") { id } me { name } }'),
      query('query A { me { name } } query B { me { email } }', { operationName: 'B' }),
      query('query A { me { name } } query B { me { email } }'),
      query('query A { me { name } }', { operationName: 'C' }),
      query('{ __typename }'),
      query('{ workflows(first: 0) { edges { node { id } } } }'),
      query('{ me { name } node(id: "nonsense") { id } }'),
      query(QUERY),
      query(QUERY, { variables: { id: { not: 'a string' } } }),
      query(QUERY, { variables: [] }),
      query('{ nothing }'),
      query('{ me { '),
      query('{ me { name } }', { more: true }),
      query('subscription { workflowEvents(workflowId: "WF-RFP-NONE") { sequence } }'),
      query('mutation { cancelWorkflow(input: { workflowId: "WF-RFP-NONE" }) { errors { code message } } }'),
      `[${query('{ me { name } }')},${query('{ nothing }')}]`,
      '{"variables":{}}',
      '{"query":7}',
      'null',
      '"text"',
    ];
    for (const body of bodies)
      for (const headers of [
        {},
        { accept: 'application/json' },
        { accept: 'application/graphql-response+json, application/json;q=0.9' },
        { accept: 'text/event-stream, multipart/mixed, application/json' },
        { accept: 'text/html' },
        { origin: 'http://localhost:3000' },
      ] as Record<string, string>[]) {
        const { short, long } = await bothWays(service, body, headers);
        expect(short, `${body} ${JSON.stringify(headers)}`).toEqual(long);
      }
  });
});

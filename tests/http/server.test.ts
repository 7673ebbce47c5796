import { describe, expect, test } from 'vitest';
import { freePort } from '../../src/platform/processes/ports.js';
import { testService } from '../support/service.js';

describe('the routes beside the API', () => {
  test('say whether the service and what it stands on are there', async () => {
    await using service = await testService();
    expect(await (await fetch(`${service.url}/health`)).json()).toEqual({
      status: 'ok',
      service: 'bidwright',
    });
    const ready = await fetch(`${service.url}/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      ready: true,
      checks: { database: { ok: true }, temporal: { ok: true }, storage: { ok: true } },
    });
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain('process_cpu_seconds_total');
  });

  test('show metrics on a port of their own where that is set', async () => {
    const metricsPort = await freePort();
    await using _service = await testService({ METRICS_PORT: String(metricsPort) }, 'api');
    expect(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()).toContain('process_cpu');
  });

  test('ready says what is missing', async () => {
    await using service = await testService({ TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'api');
    const ready = await fetch(`${service.url}/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      ready: false,
      checks: {
        database: { ok: true },
        temporal: { ok: false, message: expect.stringContaining('127.0.0.1:1') },
      },
    });
    const stranger = await fetch(`${service.url}/ready`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect([stranger.status, await stranger.json()]).toEqual([
      503,
      { ready: false, checks: { database: { ok: true }, temporal: { ok: false }, storage: { ok: true } } },
    ]);
  });

  test('answer clearly where there is nothing', async () => {
    await using service = await testService();
    for (const path of [
      '/nothing',
      '/download/WF-RFP-NONE',
      '/download/..%2F..%2Fetc%2Fpasswd',
      '/download/%E0%A4%A',
    ])
      expect((await fetch(service.url + path)).status).toBe(404);
    expect((await fetch(`${service.url}/`, { redirect: 'manual' })).headers.get('location')).toBe('/graphql');
  });
});

describe('GraphQL over HTTP', () => {
  test('serves GraphiQL to browsers, from this service alone', async () => {
    await using service = await testService();
    const page = await (await fetch(`${service.url}/graphql`, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('Bidwright');
    expect(page.match(/(?:src|href)="https?:\/\/[^"]+\.(?:js|css)"/g) ?? []).toEqual([]);
  });

  test('answers errors with stable codes', async () => {
    await using service = await testService();
    const codes = async (query: string) =>
      (await service.ask(query)).errors?.map(({ extensions }) => extensions?.code);
    expect(await codes('{ nothing }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(await codes('{ workflows(first: 0) { edges { node { id } } } }')).toEqual(['BAD_USER_INPUT']);
    expect(await codes('{ workflows(first: 101) { edges { node { id } } } }')).toEqual(['BAD_USER_INPUT']);
    expect(await codes('{ node(id: "nonsense") { id } }')).toEqual(['BAD_USER_INPUT']);
    expect(
      (await service.run('{ node(id: "V29ya2Zsb3c6MTc=") { id } me { name email role } }')).node,
    ).toBeNull();
  });

  test('refuses to act for pages of other sites, and lets pages of this machine in', async () => {
    await using service = await testService();
    const post = (origin: string) =>
      fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: '{"query":"{ me { id } }"}',
      });
    expect((await post('https://evil.example')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    const friend = await post('http://localhost:3000');
    expect(friend.status).toBe(200);
    expect(friend.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  });

  test('knows the default user', async () => {
    await using service = await testService();
    expect((await service.run('{ me { name email role } }')).me).toEqual({
      name: 'Sales Rep',
      email: 'sales@company.com',
      role: 'owner',
    });
  });
});

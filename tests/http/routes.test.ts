import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { routesTable } from '../../scripts/lib/routes-table.js';
import { ROUTES } from '../../src/http/routes/table.js';
import { match, methodsOf } from '../../src/http/routing/match.js';
import { testService } from '../support/service.js';
import { send } from './raw-requests.js';

test('a path is matched whole, and its parameters are decoded without leaving their segment', () => {
  expect(match('/download/WF-RFP-1')).toMatchObject({ path: '/download/:workflowId' });
  expect(match('/documents/a%2Fb/download')?.parameters).toEqual({ workflowId: 'a/b' });
  expect(match('/download/%E0%A4%A')?.parameters).toEqual({ workflowId: '%E0%A4%A' });
  for (const path of ['/download/', '/download/a/b', '/download', '/documents/a/download/', '/app', '/app/x'])
    expect([path, match(path)]).toEqual([path, null]);
});

test('every path says which methods it takes, and takes no others', async () => {
  await using service = await testService({}, 'api');
  const odd: unknown[] = [];
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const allowed = methodsOf({ routes: ROUTES.filter((route) => route.path === path) });
    const url = service.url + path.replace(':workflowId', 'WF-RFP-NONE');
    const options = await send(url, 'OPTIONS', {});
    if (options.status !== 204 || options.headers.allow !== allowed.join(', ')) odd.push([path, options]);
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'].filter(
      (each) => !allowed.includes(each),
    )) {
      const { status, headers, body } = await send(url, method, {});
      const error = method === 'HEAD' ? undefined : (body.errors?.[0] as { extensions?: object } | undefined);
      if (
        status !== 405 ||
        headers.allow !== allowed.join(', ') ||
        (error && !('code' in (error.extensions ?? {})))
      )
        odd.push([method, path, status]);
    }
  }
  expect(odd).toEqual([]);
  expect((await send(`${service.url}/nothing`, 'OPTIONS', {})).status).toBe(404);
});

test('a body that says it is longer than its route takes is refused before it is sent', async () => {
  await using service = await testService({}, 'api');
  const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '99000000' };
  const { status, body } = await send(`${service.url}/upload/knowledge`, 'POST', headers);
  expect([status, body.errors]).toMatchObject([413, [{ code: 'FILE_TOO_LARGE' }]]);
});

test('a body that goes on past what its route takes is cut off, whatever its parts are', async () => {
  await using service = await testService({}, 'api');
  const piece = new Uint8Array(4 * 1024 * 1024).fill(0x2d);
  let sent = 0;
  // A preamble without end, in chunks: nothing of it is a file.
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += piece.length;
      if (sent > 80 * 1024 * 1024) controller.close();
      else controller.enqueue(piece);
    },
  });
  const answer = await fetch(`${service.url}/upload/knowledge`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(413);
});

test('docs/security.md shows the table of routes as it is', () => {
  expect(readFileSync('docs/security.md', 'utf8')).toContain(routesTable());
});

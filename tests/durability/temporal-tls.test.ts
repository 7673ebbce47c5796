import { writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { parseEnv } from '../../src/platform/settings/env.js';
import { certificateAuthority } from '../support/certificates.js';
import { temporaryFolder } from '../support/folder.js';
import { textRfp, untilReady, uploadRfp } from '../support/rfp.js';
import { temporalServer } from '../support/servers.js';
import { testService } from '../support/service.js';

/** The Temporal server of the tests behind TLS, as a cluster of its own would be. */
async function temporalBehindTls(options: TlsOptions) {
  const { hostname, port } = new URL(`http://${temporalServer()}`);
  const server = createServer({ ...options, ALPNProtocols: ['h2'] }, (secured) => {
    const plain = connect(Number(port), hostname);
    for (const [socket, other] of [
      [secured, plain],
      [plain, secured],
    ] as const)
      socket.on('error', () => other.destroy()).pipe(other);
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `localhost:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => void server.close(),
  };
}

const temporalOf = async (url: string) =>
  ((await (await fetch(`${url}/ready`)).json()) as { checks: { temporal: { ok: boolean } } }).checks.temporal
    .ok;

describe('Temporal behind TLS', () => {
  test('is reached by API and worker, which trust one authority and show a certificate of their own', async () => {
    using folder = temporaryFolder();
    const [servers, clients] = [certificateAuthority('Servers'), certificateAuthority('Clients')];
    const own = clients.issue();
    const file = (name: string, content: string) => {
      writeFileSync(`${folder.path}/${name}`, content);
      return `${folder.path}/${name}`;
    };
    using temporal = await temporalBehindTls({
      ...servers.issue(),
      ca: clients.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const trusting = {
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_TLS_CA_FILE: file('ca.pem', servers.cert),
    };
    const showing = {
      TEMPORAL_TLS_CERT_FILE: file('own.pem', own.cert),
      TEMPORAL_TLS_KEY_FILE: file('own.key', own.key),
    };
    await using service = await testService({ ...trusting, ...showing });
    expect(await temporalOf(service.url)).toBe(true);
    const { workflow } = await uploadRfp(service, textRfp(['How is data encrypted at rest?']));
    await untilReady(service, workflow.workflowId);

    const stranger = servers.issue();
    for (const refused of [
      // A certificate that the server does not trust, another authority than the server's, and plain text.
      {
        ...trusting,
        TEMPORAL_TLS_CERT_FILE: file('stranger.pem', stranger.cert),
        TEMPORAL_TLS_KEY_FILE: file('stranger.key', stranger.key),
      },
      { ...trusting, ...showing, TEMPORAL_TLS_CA_FILE: file('other.pem', clients.cert) },
      { TEMPORAL_ADDRESS: temporal.address },
    ]) {
      await using other = await testService(refused, 'api');
      expect(await temporalOf(other.url)).toBe(false);
    }

    for (const [wrong, says] of [
      [{ ...showing, TEMPORAL_TLS_CERT_FILE: file('x.pem', stranger.cert) }, /key values mismatch/],
      [{ TEMPORAL_TLS_CA_FILE: `${folder.path}/none.pem` }, /TEMPORAL_TLS_CA_FILE names .* cannot be read/],
    ] as const)
      await expect(testService({ ...trusting, ...wrong }, 'api')).rejects.toThrow(says);
  });
});

test.each([
  [{ TEMPORAL_ADDRESS: 'temporal:7233' }, null],
  [
    { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_TLS: 'true' },
    { caFile: null, own: null },
  ],
  [
    { TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_API_KEY: 'key' },
    { caFile: null, own: null },
  ],
])('%o is TLS as far as anything needs it', (env, tls) => {
  expect(parseEnv(env).temporal.security.tls).toEqual(tls);
});

test.each([
  [{ TEMPORAL_TLS: 'true' }, /set TEMPORAL_ADDRESS/],
  [
    { TEMPORAL_ADDRESS: 't:1', TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'false' },
    /TEMPORAL_API_KEY would go in plain/,
  ],
  [{ TEMPORAL_ADDRESS: 't:1', TEMPORAL_TLS_CERT_FILE: 'own.pem' }, /need each other/],
])('%o is refused at start', (env, says) => {
  expect(() => parseEnv(env as Record<string, string>)).toThrow(says);
});

import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { unavailable } from '../src/platform/errors.js';
import type { TemporalSecurity } from '../src/platform/settings/temporal-security.js';

/**
 * Where Temporal is, and how the connection is secured: for clients and workers alike.
 * @throws {DomainError} unavailable where a file of it cannot be read or used
 */
export function connectionTo(address: string, { tls, apiKey }: TemporalSecurity) {
  return { address, tls: tls && certificatesOf(tls), ...(apiKey !== null && { apiKey }) };
}

function certificatesOf({ caFile, own }: NonNullable<TemporalSecurity['tls']>) {
  const ca = caFile ? read('TEMPORAL_TLS_CA_FILE', caFile) : undefined;
  const clientCertPair = own && {
    crt: read('TEMPORAL_TLS_CERT_FILE', own.certFile),
    key: read('TEMPORAL_TLS_KEY_FILE', own.keyFile),
  };
  try {
    createSecureContext({ ca, cert: clientCertPair?.crt, key: clientCertPair?.key });
  } catch (error) {
    throw unavailable(
      'TEMPORAL_TLS_CA_FILE, TEMPORAL_TLS_CERT_FILE and TEMPORAL_TLS_KEY_FILE have to be certificates in PEM and the key ' +
        `of the second: ${(error as Error).message}.`,
      error,
    );
  }
  return { ...(ca && { serverRootCACertificate: ca }), ...(clientCertPair && { clientCertPair }) };
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unavailable(`${setting} names ${path}, which cannot be read: ${(error as Error).message}.`, error);
  }
}

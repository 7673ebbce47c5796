import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import type { MasterKey } from '../src/platform/secrets/master-key.js';
import { createPayloadCodec } from './payload-codec.js';

/** How payloads are written for Temporal; the same for the client and the worker. */
export interface Payloads {
  encrypts: boolean;
  dataConverter: DataConverter;
}

export const FAILURE_CONVERTER = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url));

/**
 * Payloads that were encrypted are read in any case; `encrypts` says how new ones are written.
 * @throws {DomainError} unavailable where they are to be encrypted and there is no key
 */
export const payloadsOf = (ring: readonly MasterKey[], encrypts: boolean): Payloads => ({
  encrypts,
  dataConverter: {
    payloadCodecs: [createPayloadCodec(ring, encrypts)],
    ...(encrypts && { failureConverterPath: FAILURE_CONVERTER }),
  },
});

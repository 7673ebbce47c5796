import { onTestFailed } from 'vitest';
import { complaints } from '../../support/processes.js';
import { type Random, randomFrom } from './random.js';

/** A new seed each time, or that of `DURABILITY_SEED`; a failing test says which it was, and what processes logged. */
export function testRandom(): Random {
  const seed = Number(process.env.DURABILITY_SEED ?? Date.now() % 1_000_000);
  onTestFailed(() => console.error([`This was DURABILITY_SEED=${seed}`, ...complaints].join('\n')));
  return randomFrom(seed);
}

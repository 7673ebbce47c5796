import { StaleVersion } from './errors.js';

/** The version of something that a change expects to find; without one it takes whatever is there: the last writer wins. */
export type ExpectedVersion = number | null | undefined;

/** A thing that people change, by the id under which its payload finds it. */
export interface Versioned {
  id: string;
  version: number;
}

/**
 * Called by each change of a thing that has versions, under the lock of its row.
 * @param what the thing as a sentence begins with it: "The answer"
 * @throws {StaleVersion} where another version is there by now than was expected
 */
export function checkVersion(what: string, { id, version }: Versioned, expected: ExpectedVersion): void {
  if (expected == null || expected === version) return;
  throw new StaleVersion(
    `${what} is at version ${version} by now; you edited version ${expected}. Load it again and bring your changes in.`,
    { id, version },
  );
}

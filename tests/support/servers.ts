import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server whose database `template` has all migrations; tests make their own databases of it. */
    postgresUrl: string;
    temporalAddress: string;
    /** Goes away at the end of the run. */
    runFolder: string;
  }
}

/** URL of the PostgreSQL server of this run. */
export const postgresServer = (): string => provided('postgresUrl');

/** `host:port` of the Temporal server of this run. */
export const temporalServer = (): string => provided('temporalAddress');

/** A folder for what outlives a test file. */
export const runFolder = (): string => provided('runFolder');

function provided(name: 'postgresUrl' | 'temporalAddress' | 'runFolder'): string {
  const value: string | undefined = inject(name);
  if (value) return value;
  throw new Error(
    'This test file runs in the project "pure", which has no servers, since nothing that it imports says that it ' +
      'needs any. Import testService, testDatabase or these functions statically: tests/support/test-projects.ts.',
  );
}

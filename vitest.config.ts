import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { boundedForks } from './tests/support/bounded-forks.js';
import { Slowest } from './tests/support/slowest.js';
import { testProjects } from './tests/support/test-projects.js';

// graphql 16 ships as CommonJS and as a module: pin one, or types of one are unknown to the other.
const graphql = createRequire(import.meta.url).resolve('graphql');

const { pure, service } = testProjects();

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Modules are loaded once a process, not once a file: loading the product takes longer than most files run.
    isolate: false,
    pool: boundedForks,
    reporters: ['default', new Slowest(), ...(process.env.TEST_REPORT ? ['json'] : [])],
    outputFile: process.env.TEST_REPORT,
    projects: [
      { extends: true, test: { name: 'pure', include: pure } },
      {
        extends: true,
        test: {
          name: 'service',
          include: service,
          globalSetup: 'tests/support/global-setup.ts',
          // Workers of Temporal within test processes need no thread of their own each. Real processes have theirs.
          env: { TEMPORAL_DEBUG: 'true' },
        },
      },
    ],
  },
});

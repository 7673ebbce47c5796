import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
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
    reporters: ['default', new Slowest(), ...(process.env.TEST_REPORT ? ['json'] : [])],
    outputFile: process.env.TEST_REPORT,
    projects: [
      // Modules are loaded once a process, not once a file: loading takes these longer than running.
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: { name: 'service', include: service, globalSetup: 'tests/support/global-setup.ts' },
      },
    ],
  },
});

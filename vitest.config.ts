import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { Slowest } from './tests/support/slowest.js';

// graphql 16 ships as CommonJS and as a module: pin one, or types of one are unknown to the other.
const graphql = createRequire(import.meta.url).resolve('graphql');

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default', new Slowest(), ...(process.env.TEST_REPORT ? ['json'] : [])],
    outputFile: process.env.TEST_REPORT,
  },
});

import { startEmbeddedPostgres } from '../../../src/platform/database/embedded-postgres.js';

const log = { debug() {}, info() {}, warn() {} };
const server = await startEmbeddedPostgres({ ...JSON.parse(process.argv[2] ?? ''), log });
console.log(server.pid);

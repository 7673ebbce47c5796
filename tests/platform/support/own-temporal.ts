import { startTemporalDevServer } from '../../../temporal/dev-server.js';

const log = { debug() {}, info() {}, warn() {} };
const server = await startTemporalDevServer({ ...JSON.parse(process.argv[2] ?? ''), log });
console.log(server.pid);

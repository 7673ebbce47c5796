import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { delay, leastReply, type ModelServer, modelServer } from './model-server.js';

/**
 * The model server in a process of its own, for benches:
 *
 *     npx tsx tests/support/model-server-main.ts --port 4010 --latency 300 --script bench/model-script.ts
 *
 * Prints one line of JSON, `{ "url": … }`, when it listens; `GET /stats` tells its counters. Requests are
 * answered after `--latency` milliseconds (0) with the least value that fits their schema. A script takes
 * over by exporting `default (model: ModelServer, latencyMs: number) => void`, which sets handlers.
 */
type Script = (model: ModelServer, latencyMs: number) => void;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    latency: { type: 'string', default: '0' },
    script: { type: 'string' },
  },
});
const port = Number(values.port);
const latencyMs = Number(values.latency);
if (!Number.isInteger(port) || !(latencyMs >= 0)) throw new Error('--port and --latency are numbers.');

const model = await modelServer({ port, keepRequests: false });
model.reply(async (request) => delay(latencyMs, await leastReply(request)));
if (values.script !== undefined) {
  const { default: script }: { default: Script } = await import(pathToFileURL(values.script).href);
  script(model, latencyMs);
}
console.log(JSON.stringify({ url: model.url }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void model[Symbol.asyncDispose]());
}

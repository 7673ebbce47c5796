import { cpus, totalmem } from 'node:os';
import { freePort } from '../../src/platform/processes/ports.js';
import { type ApiClient, apiClient } from '../../tests/support/api-client.js';
import { temporaryFolder } from '../../tests/support/folder.js';
import { type ModelServer, modelServer } from '../../tests/support/model-server.js';
import { type ServiceProcess, startProcess } from '../../tests/support/processes.js';

/** The whole service as `npm start` runs it, in a process and a folder of its own, with a model server beside it. */
export interface Stage extends AsyncDisposable {
  api: ApiClient;
  service: ServiceProcess;
  model: ModelServer;
  temporalAddress: string;
  databasePort: number;
}

/** @param more settings of the service; OPENAI_BASE_URL: '' runs it by rules */
export async function openStage(more: Record<string, string> = {}): Promise<Stage> {
  const folder = temporaryFolder();
  const model = await modelServer({ keepRequests: false });
  const [databasePort, temporalPort, uiPort] = [await freePort(), await freePort(), await freePort()];
  const service = await startProcess('all', {
    BIDWRIGHT_DATA_DIR: folder.path,
    PORT: '0',
    POSTGRES_PORT: String(databasePort),
    TEMPORAL_PORT: String(temporalPort),
    TEMPORAL_UI_PORT: String(uiPort),
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: 'bench-model',
    LOG_LEVEL: 'info',
    ...more,
  });
  const api = apiClient(service.url!);
  return {
    api,
    service,
    model,
    temporalAddress: `127.0.0.1:${temporalPort}`,
    databasePort,
    async [Symbol.asyncDispose]() {
      await api.close();
      await service[Symbol.asyncDispose]();
      await model[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** What the figures were measured on. */
export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ` +
  'service, PostgreSQL, Temporal and load on one machine';

/** Rows as a Markdown table. */
export function table(rows: Record<string, string | number>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((c) => row[c] ?? ''))),
  ].join('\n');
}

/** Questions that no rule confuses, and a document that asks them. */
export const questions = (count: number, of = 'topic'): string[] =>
  Array.from({ length: count }, (_, i) => `What is your policy on ${of} number ${i + 1}?`);

import type { ServerResponse } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';

let collecting = false;

/** GET /metrics in the Prometheus text format. */
export async function metrics(res: ServerResponse): Promise<void> {
  if (!collecting) collectDefaultMetrics();
  collecting = true;
  res.writeHead(200, { 'content-type': register.contentType });
  res.end(await register.metrics());
}

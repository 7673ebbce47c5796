import type { ApiClient, Reply } from './api-client.js';

/** Follows `workflowEvents`, asked for by `subscription`, until `until` says so; returns the events seen. */
export async function followEvents(
  api: ApiClient,
  subscription: string,
  workflowId: string,
  until: (event: Reply, all: Reply[]) => boolean,
  after = 0,
): Promise<Reply[]> {
  const seen: Reply[] = [];
  for await (const { data, errors } of api.subscribe(subscription, { workflowId, after })) {
    if (errors) throw new Error(errors[0]?.message);
    seen.push(data.workflowEvents);
    if (until(data.workflowEvents, seen)) return seen;
  }
  return seen;
}

import type { ApiClient, Reply } from './api-client.js';

export const DELTAS = `subscription ($workflowId: String!, $after: Int) {
  answerDeltas(workflowId: $workflowId, after: $after) {
    kind answerId questionId attempt text offset sequence
  }
}`;

/** Follows the answers of a workflow while they are drafted; fails on errors. */
export async function* answerDeltas(
  api: Pick<ApiClient, 'subscribe'>,
  workflowId: string,
  after?: number,
): AsyncGenerator<Reply, void, void> {
  for await (const { data, errors } of api.subscribe(DELTAS, { workflowId, after })) {
    if (errors) throw new Error(`${errors[0]?.extensions?.code}: ${errors[0]?.message}`);
    yield data.answerDeltas;
  }
}

/** Reads on until one of this kind has come. */
export async function until(deltas: AsyncIterator<Reply>, kind: string): Promise<Reply[]> {
  const seen: Reply[] = [];
  for (;;) {
    const { value, done } = await deltas.next();
    if (done) throw new Error(`it ended before ${kind}: ${JSON.stringify(seen)}`);
    seen.push(value);
    if (value.kind === kind) return seen;
  }
}

/** All that comes until it ends. */
export async function rest(deltas: AsyncIterable<Reply>): Promise<Reply[]> {
  const seen: Reply[] = [];
  for await (const delta of deltas) seen.push(delta);
  return seen;
}

/** The texts that a client has after these, by answer; fails where a piece does not stand where it says. */
export function textsOf(deltas: readonly Reply[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { kind, answerId, text, offset } of deltas) {
    if (kind === 'RESET') texts.set(answerId, '');
    const before = texts.get(answerId) ?? '';
    if (offset !== before.length) throw new Error(`${kind} at ${offset}, with ${before.length} before it`);
    texts.set(answerId, before + text);
  }
  return texts;
}

import { UNTRUSTED_NOTICE } from '../../src/ai/index.js';
import { json, type ModelHandler, type ModelRequest, type ModelServer } from '../support/model-server.js';
import { askedFor, type ChatBody } from '../support/model-server-protocol.js';
import { leastValue } from '../support/model-server-strict.js';
import { ORDER } from './hostile-texts.js';

export interface Gullible {
  /** The server, whose handlers are asked where there is nothing to obey. */
  server: ModelServer;
  /** What was found where it should not stand, and what the prompts do wrong. Empty at the end of a good test. */
  readonly wrong: string[];
  /** Texts that stood inside fences, by label. */
  readonly fenced: { label: string; text: string }[];
}

/**
 * Plays a model that obeys whatever stands outside a fence and nothing inside one: an order there is what it replies.
 */
export function gullible(model: ModelServer): Gullible {
  const wrong: string[] = [];
  const fenced: Gullible['fenced'] = [];
  const guarded =
    (handler: ModelHandler): ModelHandler =>
    (request) => {
      const { outside, inside } = read(request);
      fenced.push(...inside);
      const task = request.task ?? 'no task';
      const system = request.messages[0]?.content ?? '';
      if (inside.length > 0 && !system.includes(UNTRUSTED_NOTICE)) wrong.push(`${task}: no notice`);
      if (/[\u{e0000}-\u{e007f}\u202a-\u202e\u2066-\u2069\u200b\u2060]/u.test(`${system}${outside}`))
        wrong.push(`${task}: characters that nobody sees`);
      const order = ORDER.exec(`${system}\n${outside}`)?.[0];
      if (order === undefined) return handler(request);
      wrong.push(`${task}: obeyed ${order}`);
      return json(obeying(request.body, order));
    };
  const server = new Proxy(model, {
    get: (target, name) =>
      name === 'on'
        ? (task: string, handler: ModelHandler) => target.on(task, guarded(handler))
        : Reflect.get(target, name, target),
  });
  return { server, wrong, fenced };
}

/** Reads a prompt as the notice says: from an opening tag to the closing one of the same id. */
function read({ messages }: Pick<ModelRequest, 'messages'>) {
  let rest = messages.at(-1)?.content ?? '';
  let outside = '';
  const inside: Gullible['fenced'] = [];
  for (;;) {
    const opening = /<untrusted id="([0-9a-f]{16})" label="([^"<>\n]*)">\n/.exec(rest);
    if (!opening) return { outside: outside + rest, inside };
    const [tag, id, label = ''] = opening;
    const begin = opening.index + tag.length;
    const end = rest.indexOf(`\n</untrusted id="${id}">`, begin - 1);
    // A fence that is not closed holds nothing back.
    if (end < 0) return { outside: outside + rest, inside };
    outside += rest.slice(0, opening.index);
    inside.push({ label, text: rest.slice(begin, end) });
    rest = rest.slice(end + `\n</untrusted id="${id}">`.length);
  }
}

/** A reply that fits the schema and says what was ordered wherever it can say something. */
function obeying(body: ChatBody, order: string): unknown {
  const say = (value: unknown): unknown => {
    if (typeof value === 'string') return order;
    if (Array.isArray(value)) return value.map(say);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, say(each)]));
  };
  return say(leastValue(askedFor(body)?.schema));
}

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { SeededWorkflow } from './database.js';

/** Latencies in ms. */
export interface Samples {
  poll: number[];
  mutation: number[];
  /** From when a mutation was sent until its event came. */
  event: number[];
}

const POLL_MS = 250;
const MUTATE_MS = 1_000;

const POLL = `query Poll($workflowId: String!) { workflow(workflowId: $workflowId) {
  state progress { step percent questionsAnswered questionsTotal }
  generatedResponses { id status confidence text question { position text } }
} }`;
const MUTATE = `mutation Edit($input: UpdateAnswerInput!) { updateAnswer(input: $input) { answer { id text } errors { code } } }`;
const EVENTS = `subscription ($workflowId: String!, $after: Int) { workflowEvents(workflowId: $workflowId, after: $after) {
  sequence ... on AnswerUpdated { answer { id text } }
} }`;

export const PASSWORD = 'correct horse battery';
export const EMAIL = 'ada@example.com';

/** Runs an operation as a client of the given address; without one, of this machine. */
export async function send(
  url: string,
  query: string,
  variables: object,
  { token, address }: { token?: string; address?: string },
  // biome-ignore lint/suspicious/noExplicitAny: a reply is looked at by whoever asked
): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(address && { 'x-forwarded-for': address }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

export const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { token errors { code } } }';

/** Makes an account, the first of which has what is there, and so many sessions of it. */
export async function sessions(url: string, email: string, count: number): Promise<string[]> {
  const from = { address: '198.51.100.250' };
  const account = { email, password: PASSWORD, name: 'Somebody' };
  const signUp = 'mutation ($input: SignUpInput!) { signUp(input: $input) { ok } }';
  // The first account is made on this machine itself.
  await send(url, signUp, { input: account }, {});
  const tokens: string[] = [];
  for (let n = 0; n < count; n++) {
    const { data } = await send(url, SIGN_IN, { input: { email, password: PASSWORD } }, from);
    tokens.push(data.signIn.token);
  }
  return tokens;
}

interface Given {
  token: string;
  workflow: SeededWorkflow;
  address: string;
}

/** Somebody who polls a workflow, edits its answers and follows its events, and notes how long each takes. */
export class NormalUser {
  failed = 0;
  #samples: Samples = { poll: [], mutation: [], event: [] };
  #timers: NodeJS.Timeout[] = [];
  #awaited = new Map<string, number>();
  #edits = 0;

  private constructor(
    private readonly url: string,
    private readonly given: Given,
  ) {}

  static async start(url: string, given: Given): Promise<NormalUser> {
    const user = new NormalUser(url, given);
    await user.#follow();
    user.#timers = [
      setInterval(() => void user.#poll().catch(() => user.failed++), POLL_MS),
      setInterval(() => void user.#edit().catch(() => user.failed++), MUTATE_MS),
    ];
    return user;
  }

  /** What was noted since the last time. */
  take(): Samples {
    const taken = this.#samples;
    this.#samples = { poll: [], mutation: [], event: [] };
    return taken;
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #poll(): Promise<void> {
    const began = performance.now();
    const { reference: workflowId } = this.given.workflow;
    const { data } = await send(this.url, POLL, { workflowId }, this.given);
    if (!data?.workflow) throw new Error('a poll failed');
    this.#samples.poll.push(performance.now() - began);
  }

  async #edit(): Promise<void> {
    const { answerIds } = this.given.workflow;
    const id = answerIds[this.#edits % answerIds.length]!;
    const text = `Edit ${++this.#edits}.`;
    const began = performance.now();
    this.#awaited.set(text, began);
    const input = { answerId: btoa(`Answer:${id}`), text };
    const { data } = await send(this.url, MUTATE, { input }, this.given);
    if (!data?.updateAnswer.answer) throw new Error('an edit failed');
    this.#samples.mutation.push(performance.now() - began);
  }

  /** @returns once it is followed, which the event that there is says */
  #follow(): Promise<void> {
    const { token, address, workflow } = this.given;
    class FromAddress extends WebSocket {
      constructor(target: string, protocols?: string | string[]) {
        super(target, protocols, { headers: { 'x-forwarded-for': address } });
      }
    }
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: FromAddress,
      connectionParams: { authorization: `Bearer ${token}` },
    });
    const variables = { workflowId: workflow.reference, after: 0 };
    return new Promise((resolve, reject) => {
      client.subscribe<{ workflowEvents: { answer?: { text: string } } }>(
        { query: EVENTS, variables },
        {
          next: ({ data, errors }) => {
            if (errors) return reject(errors[0]);
            resolve();
            const began = this.#awaited.get(data?.workflowEvents.answer?.text ?? '');
            if (began !== undefined) this.#samples.event.push(performance.now() - began);
          },
          error: reject,
          complete: () => {},
        },
      );
    });
  }
}

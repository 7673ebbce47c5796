import { describe, expect, test } from 'vitest';
import { CachedResponses, type Loaded } from '../../src/http/graphql/cached-responses.js';
import type { Wakeups } from '../../src/platform/events/wakeups.js';

const TARGET = { organizationId: 'org', reference: 'WF-1' };

/** Announcements that a test makes by hand, in the order it wants. */
function byHand() {
  const listeners = new Set<() => void>();
  const lost = new Set<() => void>();
  const state = { listening: true };
  const wakeups: Wakeups = {
    on: (_id, listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onLost: (listener) => {
      lost.add(listener);
      return () => void lost.delete(listener);
    },
    get listening() {
      return state.listening;
    },
    close: async () => {},
  };
  const wake = () => {
    for (const listener of listeners) listener();
  };
  return {
    wakeups,
    listeners,
    wake,
    lose: () => {
      state.listening = false;
      for (const listener of lost) listener();
    },
    reconnect: () => {
      state.listening = true;
      wake();
    },
  };
}

const sql = {
  query: async <T>(_text: string, [reference]: unknown[]) => [{ id: `id of ${reference}` }] as T[],
};

const loaded = (content: string, mayCache = true): Loaded => ({ content, cost: 1, mayCache });

/** A read of the database that ends when the test says so. */
function slowRead(text: string) {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end,
    load: async () => {
      await done;
      return loaded(text);
    },
  };
}

describe('cached responses', () => {
  test('are dropped by the next event, and read anew', async () => {
    const { wakeups, wake } = byHand();
    const responses = new CachedResponses(sql, wakeups);
    await responses.through('key', TARGET, async () => loaded('old'));
    expect(responses.get('key')?.content).toBe('old');
    wake();
    expect(responses.get('key')).toBeUndefined();
    await responses.through('key', TARGET, async () => loaded('new'));
    expect(responses.get('key')?.content).toBe('new');
  });

  test('were never read before an event that came during the read', async () => {
    const { wakeups, wake } = byHand();
    const responses = new CachedResponses(sql, wakeups);
    await responses.through('other', TARGET, async () => loaded('other'));
    const read = slowRead('old');
    const answer = responses.through('key', TARGET, read.load);
    await Promise.resolve();
    wake();
    read.end();
    expect((await answer).content).toBe('old');
    expect(responses.get('key')).toBeUndefined();
  });

  test('are read once for all who ask at the same time, but not for those who ask after an event', async () => {
    const { wakeups, wake } = byHand();
    const responses = new CachedResponses(sql, wakeups);
    await responses.through('other', TARGET, async () => loaded('other'));
    const first = slowRead('first');
    const second = slowRead('second');
    const before = [
      responses.through('key', TARGET, first.load),
      responses.through('key', TARGET, second.load),
    ];
    await Promise.resolve();
    wake();
    const after = responses.through('key', TARGET, second.load);
    second.end();
    expect((await after).content).toBe('second');
    first.end();
    expect((await Promise.all(before)).map(({ content }) => content)).toEqual(['first', 'first']);
    expect(responses.get('key')?.content).toBe('second');
  });

  test('do not exist while the announcements of the database are not heard', async () => {
    const { wakeups, lose, reconnect } = byHand();
    const responses = new CachedResponses(sql, wakeups);
    await responses.through('key', TARGET, async () => loaded('old'));
    lose();
    expect(responses.get('key')).toBeUndefined();
    await responses.through('key', TARGET, async () => loaded('unheard'));
    expect(responses.get('key')).toBeUndefined();
    // Begun before the connection was lost, ended after it was back: what came in between is unknown.
    reconnect();
    const read = slowRead('between');
    const answer = responses.through('key', TARGET, read.load);
    await Promise.resolve();
    lose();
    reconnect();
    read.end();
    await answer;
    expect(responses.get('key')).toBeUndefined();
  });

  test('of an organization are dropped by its own mutations, those of others are not', async () => {
    const { wakeups } = byHand();
    const responses = new CachedResponses(sql, wakeups);
    await responses.through('mine', TARGET, async () => loaded('mine'));
    await responses.through('theirs', { organizationId: 'other', reference: 'WF-2' }, async () =>
      loaded('theirs'),
    );
    responses.forget('org');
    expect(responses.get('mine')).toBeUndefined();
    expect(responses.get('theirs')?.content).toBe('theirs');
  });

  test('are not made of errors or of what does not exist', async () => {
    const { wakeups, listeners } = byHand();
    const responses = new CachedResponses(sql, wakeups);
    await responses.through('key', TARGET, async () => loaded('null', false));
    expect(responses.get('key')).toBeUndefined();
    await expect(responses.through('key', TARGET, () => Promise.reject(new Error('down')))).rejects.toThrow(
      'down',
    );
    await responses.through('key', TARGET, async () => loaded('up again'));
    expect(responses.get('key')?.content).toBe('up again');

    const nobody = new CachedResponses({ query: async () => [] }, wakeups);
    const before = listeners.size;
    await nobody.through('key', TARGET, async () => loaded('somebody else made it meanwhile'));
    expect(nobody.get('key')).toBeUndefined();
    expect(listeners.size).toBe(before);
  });

  test('take no more memory and follow no more workflows than they may; the longest unused go first', async () => {
    const { wakeups, listeners } = byHand();
    const responses = new CachedResponses(sql, wakeups, { workflows: 3, bytes: 1020 });
    const keep = (key: string, reference: string, bytes: number) =>
      responses.through(key, { organizationId: 'org', reference }, async () => loaded('x'.repeat(bytes)));
    await keep('a', 'WF-1', 400);
    await keep('b', 'WF-1', 400);
    responses.get('a');
    await keep('c', 'WF-1', 400);
    expect(['a', 'b', 'c'].map((key) => responses.get(key) !== undefined)).toEqual([true, false, true]);
    await keep('too large', 'WF-1', 2000);
    expect(responses.get('too large')).toBeUndefined();
    expect(responses.get('a')).toBeDefined();
    for (const n of [2, 3, 4]) await keep(`of ${n}`, `WF-${n}`, 10);
    expect(listeners.size).toBe(3);
    expect(responses.get('a')).toBeUndefined();
    expect(responses.get('of 4')).toBeDefined();
    responses.close();
    expect(listeners.size).toBe(0);
  });
});

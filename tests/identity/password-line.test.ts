import { expect, test } from 'vitest';
import { createLine } from '../../src/identity/password-line.js';

/** Work that ends when it is told to. */
function held() {
  let end = () => {};
  let began = false;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    began = true;
    await ended;
  };
  return { work, end, hasBegun: () => began };
}

test('so much is done at a time, the rest in turn, and who finds the line full is sent away', async () => {
  const line = createLine({ atATime: 1, rest: 0, waiting: 2, waitingOfAddress: 1 });
  const [first, second, third, fourth] = [held(), held(), held(), held()];
  const runs = [line.run('a', first.work), line.run('a', second.work)];
  await expect(line.run('a', held().work)).rejects.toMatchObject({ kind: 'rate-limited' });
  runs.push(line.run('b', third.work));
  await expect(line.run('c', held().work)).rejects.toMatchObject({ kind: 'rate-limited' });
  expect([first, second, third].map(({ hasBegun }) => hasBegun())).toEqual([true, false, false]);
  first.end();
  await runs[0];
  expect([second, third].map(({ hasBegun }) => hasBegun())).toEqual([true, false]);
  second.end();
  third.end();
  await Promise.all(runs);
  runs.push(line.run(null, fourth.work));
  expect(fourth.hasBegun()).toBe(true);
  fourth.end();
  await Promise.all(runs);
});

test('work that fails makes room as well', async () => {
  const line = createLine({ atATime: 1, rest: 0, waiting: 1, waitingOfAddress: 1 });
  const failing = line.run('a', () => Promise.reject(new Error('it fails')));
  const behind = line.run('b', async () => 'done');
  await expect(failing).rejects.toThrow('it fails');
  expect(await behind).toBe('done');
});

test('a place stays empty for a while', async () => {
  const line = createLine({ atATime: 1, rest: 1e9, waiting: 0, waitingOfAddress: 0 });
  await line.run('a', () => new Promise((resolve) => setImmediate(resolve)));
  await expect(line.run('b', async () => {})).rejects.toMatchObject({ kind: 'rate-limited' });
});

import { expect, test } from 'vitest';
import { newId } from '../../src/platform/ids.js';
import { followAnswer } from '../../src/qa/follow-answer.js';
import { type LiveAnswer, LiveAnswers } from '../../src/qa/live-answers.js';
import { apiOnly } from '../http/api-only.js';
import { testDatabase } from '../support/database.js';

/** Work on an answer that lasts until it is ended. */
const untilEnded = ({ signal }: LiveAnswer) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

test('who reads slowly gets in one piece what came meanwhile, and what is void is taken back', async () => {
  await using database = await testDatabase();
  await using api = await apiOnly(database.url, { liveAnswers: new LiveAnswers() });
  const id = newId();
  const live = api.app.liveAnswers.begin(id, untilEnded);
  const events = followAnswer(api.app, id, { isNew: true });
  const next = async () => (await events.next()).value;
  expect(await next()).toMatchObject({ kind: 'started' });
  for (const text of ['a', 'ab', 'abc']) live.show(text);
  expect(await next()).toMatchObject({ kind: 'delta', text: 'abc' });
  const waiting = next();
  live.show('abcd');
  expect(await waiting).toMatchObject({ kind: 'delta', text: 'd' });
  live.show('');
  live.show('xyz');
  expect(await next()).toMatchObject({ kind: 'reset' });
  expect(await next()).toMatchObject({ kind: 'delta', text: 'xyz' });
  await events.return?.();
  expect(live.signal).toMatchObject({ aborted: true, reason: 'left' });
});

test('one who leaves before he has read anything leaves all the same', async () => {
  await using database = await testDatabase();
  await using api = await apiOnly(database.url, { liveAnswers: new LiveAnswers() });
  const id = newId();
  const live = api.app.liveAnswers.begin(id, untilEnded);
  const [one, two] = [followAnswer(api.app, id), followAnswer(api.app, id)];
  await one.return?.();
  await one.return?.();
  expect(live.signal.aborted).toBe(false);
  const waiting = two.next().then(() => two.next());
  await two.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(live.signal.aborted).toBe(true);
});

test('the work goes on for a while when the last one has left, and for good when somebody comes back', async () => {
  await using database = await testDatabase();
  await using api = await apiOnly(database.url, { liveAnswers: new LiveAnswers(200) });
  const [kept, left] = [newId(), newId()];
  const [one, other] = [kept, left].map((id) => api.app.liveAnswers.begin(id, untilEnded));
  for (const id of [kept, left]) {
    const events = followAnswer(api.app, id);
    await events.next();
    await events.return?.();
  }
  expect([one!.signal.aborted, other!.signal.aborted]).toEqual([false, false]);
  const back = followAnswer(api.app, kept);
  await expect.poll(() => other!.signal.aborted).toBe(true);
  expect(one!.signal.aborted).toBe(false);
  one!.show('abc');
  const kinds = [await back.next(), await back.next(), await back.next()].map(({ value }) => value.kind);
  // A client that was cut off has a part already, which comes again.
  expect(kinds).toEqual(['started', 'reset', 'delta']);
  await back.return?.();
});

test('what ends does not take away the next try of the same answer', async () => {
  await using database = await testDatabase();
  await using api = await apiOnly(database.url, { liveAnswers: new LiveAnswers() });
  const id = newId();
  const first = api.app.liveAnswers.begin(id, untilEnded);
  const second = api.app.liveAnswers.begin(id, untilEnded);
  first.stop('left');
  await expect.poll(() => first.isOver).toBe(true);
  expect(api.app.liveAnswers.get(id)).toBe(second);
});

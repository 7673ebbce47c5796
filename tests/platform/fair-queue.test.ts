import { expect, test } from 'vitest';
import { FairQueue } from '../../src/platform/concurrency/fair-queue.js';
import { inOrganization } from '../../src/platform/database/scope.js';

/** Work that lasts until it is ended, and who is at it, in the order in which they began. */
function atWork(queue: FairQueue) {
  const began: string[] = [];
  const leaves = new Map<string, () => void>();
  return {
    began,
    ask(...names: string[]) {
      return names.map((name) =>
        queue.request((leave) => {
          began.push(name);
          leaves.set(name, leave);
        }, name[0]),
      );
    },
    end(...names: string[]) {
      for (const name of names) leaves.get(name)!();
    },
  };
}

test('one owner never has the last place, so that another one is let in at once', () => {
  const { ask, began } = atWork(new FairQueue({ places: 3 }));
  ask('a1', 'a2', 'a3', 'a4');
  expect(began).toEqual(['a1', 'a2']);
  ask('b1');
  expect(began).toEqual(['a1', 'a2', 'b1']);
});

test('the next place goes to who has fewest, in turns, and within an owner by order of arrival', () => {
  const { ask, end, began } = atWork(new FairQueue({ places: 2 }));
  ask('a1', 'b1', 'a2', 'a3', 'a4', 'b2', 'b3', 'c1');
  expect(began).toEqual(['a1', 'b1']);
  end('a1');
  expect(began.slice(2), 'neither a nor c has a place, and a came first').toEqual(['a2']);
  end('b1', 'a2', 'b2', 'c1');
  expect(began.slice(3)).toEqual(['b2', 'c1', 'a3', 'b3']);
});

test('a single place is shared in turns, too', () => {
  const { ask, end, began } = atWork(new FairQueue({ places: 1 }));
  ask('a1', 'a2', 'a3', 'b1', 'b2');
  for (const name of ['a1', 'a2', 'b1', 'a3']) end(name);
  expect(began).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
});

test('who gives a place back twice gives back one, and who left the line is not let in', () => {
  const queue = new FairQueue({ places: 1 });
  const { ask, end, began } = atWork(queue);
  const [, leaveLine] = ask('a1', 'a2', 'a3', 'a4');
  leaveLine!();
  end('a1', 'a1');
  expect(began).toEqual(['a1', 'a3']);
  end('a3', 'a4');
  expect([queue.isEmpty, queue.waiting]).toEqual([true, 0]);
});

test('who is full is turned away, and others are not', () => {
  const refuse = () => new Error('later');
  const { ask, began } = atWork(new FairQueue({ places: 2, mostWaiting: 1, refuse }));
  ask('a1', 'a2');
  expect(() => ask('a3')).toThrow('later');
  ask('b1');
  expect(began).toEqual(['a1', 'b1']);
});

test('owners are the organizations at hand, and an abort leaves the line', async () => {
  const [a, b] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
  const queue = new FairQueue({ places: 2 });
  const held = await inOrganization(a, () => queue.enter());
  const waiting = new AbortController();
  const second = inOrganization(a, () => queue.enter(waiting.signal));
  const other = await inOrganization(b, () => queue.enter());
  expect(queue.waiting).toBe(1);
  waiting.abort(new Error('not needed'));
  await expect(second).rejects.toThrow('not needed');
  await expect(queue.within(async () => {}, AbortSignal.abort(new Error('before')))).rejects.toThrow(
    'before',
  );
  held();
  other();
  await expect(
    inOrganization(a, () => queue.within(() => Promise.reject(new Error('failed')))),
  ).rejects.toThrow('failed');
  expect(queue.isEmpty).toBe(true);
});

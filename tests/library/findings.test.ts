import { expect, test } from 'vitest';
import { findingsIn, type LibraryPair } from '../../src/rfp/index.js';

let next = 0;
const pair = (question: string, answer: string): LibraryPair => {
  const n = String(next++).padStart(6, '0');
  return { passageId: `p${n}`, itemId: `i${n}`, question, answer };
};
const found = async (...pairs: LibraryPair[]) =>
  (await findingsIn(pairs)).map(({ kind, reason, pairs: named }) => ({
    kind,
    reason,
    pairs: named.map(({ passageId }) => pairs.findIndex((one) => one.passageId === passageId)).sort(),
  }));

const ENCRYPTION = 'Is customer data encrypted at rest?';

test('the same question with the same answer is double, also in slightly other words', async () => {
  expect(
    await found(
      pair(ENCRYPTION, 'Yes, with AES-256 in the hardware of the storage nodes of each region.'),
      pair(
        'Please describe whether customer data is encrypted at rest.',
        'Yes, with AES-256 in the hardware of the storage nodes in each region!',
      ),
      pair(
        'Is customer data encrypted in transit?',
        'Yes, with AES-256 in the hardware of the storage nodes of each region.',
      ),
      pair(ENCRYPTION, 'By the storage layer, see the white paper.'),
    ),
  ).toEqual([{ kind: 'duplicate', reason: expect.stringContaining('same'), pairs: [0, 1] }]);
});

test.each([
  ['Yes, always.', 'No, not yet.', 'yes'],
  ['The service offers an uptime of 99.9%.', 'We offer 99.5% uptime to all.', 'uptime'],
  [
    'The data centers stand in Frankfurt and are run by us.',
    'The data centers stand in Dublin and are run by us.',
    'Dublin',
  ],
  ['A copy is made 4 times a day on all nodes.', 'A copy is made 6 times a day on all nodes.', '6'],
  ['Subcontractors have access to the data.', 'Subcontractors have no access to the data.', 'denies'],
])('%j and %j contradict each other', async (a, b, reason) => {
  const [finding, ...rest] = await found(pair(ENCRYPTION, a), pair(ENCRYPTION, b));
  expect(rest).toEqual([]);
  expect(finding).toMatchObject({ kind: 'contradiction', pairs: [0, 1] });
  expect(finding!.reason).toContain(reason);
});

test.each([
  ['Yes, always.', 'Yes, in all regions that we operate.'],
  ['The uptime is 99.9% for standard and 99.99% for premium plans.', 'We offer 99.9% uptime.'],
  ['Our desk is open from nine to five.', 'Copies are made six times a day.'],
])('%j and %j do not', async (a, b) => {
  expect(await found(pair(ENCRYPTION, a), pair(ENCRYPTION, b))).toEqual([]);
});

test.each([
  [3, 'are one text with two numbers', ['contradiction']],
  [4, 'are two texts', []],
])('answers of twelve words, %i of them other words, %s', async (others, _what, kinds) => {
  const common = 'archive mirror vault cluster region tape snapshot replica journal'.split(' ');
  const answer = (own: string[], copies: number) =>
    `Each ${[...common.slice(0, 10 - others), ...own.slice(0, others)].join(' ')} keeps ${copies} copies.`;
  const findings = await found(
    pair(ENCRYPTION, answer(['amber', 'birch', 'cedar', 'delta'], 4)),
    pair(ENCRYPTION, answer(['fjord', 'grove', 'heath', 'inlet'], 6)),
  );
  expect(findings.map(({ kind }) => kind)).toEqual(kinds);
});

test.each([
  ['99.9%', '99.5%'],
  ['99.5%', '99.9%'],
])(
  'answers alike but for an uptime of %s and of %s contradict each other, and are not double',
  async (a, b) => {
    const answer = (uptime: string) =>
      `We offer an uptime of ${uptime} to all customers in every region of each country that we serve.`;
    const findings = await found(pair(ENCRYPTION, answer(a)), pair(ENCRYPTION, answer(b)));
    expect(findings.map(({ kind }) => kind)).toEqual(['contradiction']);
  },
);

test('one finding shows all that answer yes and no, each side in turn', async () => {
  const pairs = ['Yes, fully.', 'Yes, mostly so.', 'Yes, by design here.', 'No, never at all.'].map(
    (answer) => pair(ENCRYPTION, answer),
  );
  const [finding, ...rest] = await findingsIn(pairs);
  expect(rest).toEqual([]);
  expect(finding!.reason).toBe('The same question is answered with yes (3), no (1).');
  expect(finding!.pairs.slice(0, 2).map(({ answer }) => answer)).toEqual([
    'Yes, fully.',
    'No, never at all.',
  ]);
});

test('the same pairs make the same finding, in whatever order they are read', async () => {
  const pairs = ['Yes.', 'Yes.', 'No.'].map((answer) => pair(ENCRYPTION, answer));
  const ids = async (list: LibraryPair[]) => (await findingsIn(list)).map(({ id }) => id).sort();
  expect(await ids(pairs)).toEqual(await ids(pairs.toReversed()));
  expect(await ids(pairs)).not.toEqual(await ids([...pairs, pair(ENCRYPTION, 'Yes.')]));
});

test('ten thousand pairs are looked through in a few seconds, whether they ask one thing or thousands', async () => {
  const words = Array.from({ length: 3000 }, (_, i) => `term${i.toString(36)}x`);
  const text = (i: number, length: number) =>
    Array.from({ length }, (_, n) => words[(i * 7919 + n * n * 104729) % words.length]).join(' ');
  const many = Array.from({ length: 5000 }, (_, i) =>
    pair(`How do you ${text(i, 6)}?`, `We ${text(i + 1, 25)}.`),
  );
  const copies = many.slice(0, 100).map(({ question, answer }) => pair(question, answer));
  const oneQuestion = Array.from({ length: 4900 }, (_, i) =>
    pair(ENCRYPTION, `${i % 2 ? 'Yes' : 'No'}, ${text(i, 25)}.`),
  );
  const begin = performance.now();
  const findings = await findingsIn([...many, ...copies, ...oneQuestion]);
  const seconds = (performance.now() - begin) / 1000;
  expect(findings.filter(({ kind }) => kind === 'duplicate').length).toBeGreaterThanOrEqual(100);
  expect(findings[0]).toMatchObject({ kind: 'contradiction', reason: expect.stringContaining('2450') });
  expect(findings[0]!.pairs).toHaveLength(50);
  // A comparison of each with each would take minutes; the bound leaves room for a busy machine.
  expect(seconds).toBeLessThan(30);
});

import { describe, expect, test } from 'vitest';
import { answerQuestion, followReply } from '../../src/qa/prompts/answer-question/index.js';
import { withoutIdleWords } from '../../src/qa/prompts/rewrite-question/index.js';
import { hit } from '../prompts/hits.js';

const BACKUPS = hit('Backups are encrypted with AES-256 and kept for 35 days.', { title: 'Continuity' });
const REST = hit('All customer data at rest is encrypted with AES-256-GCM.');

describe('by rules', () => {
  const followUp = (question: string, carried: string[], passages = [BACKUPS, REST]) =>
    answerQuestion.rules({
      question,
      carried,
      passages,
      query: `${question} (${carried.join(' ')})`,
      needsInputBelow: 0.1,
    });

  test('a follow-up is answered with at most half the confidence', () => {
    const answer = followUp('And for backups?', ['encrypted']);
    expect(answer).toMatchObject({ status: 'ANSWERED', confidence: 0.5 });
    expect(answer.sources[0]!.text).toContain('Backups');
    const asked = {
      question: 'Are backups encrypted?',
      query: 'Are backups encrypted?',
      carried: [],
      needsInputBelow: 0.1,
    };
    expect(answerQuestion.rules({ ...asked, passages: [BACKUPS] }).confidence).toBeGreaterThan(0.5);
  });

  test('a follow-up is not answered by what only the question before was about', () => {
    expect(followUp('And for laptops?', ['data', 'encrypted', 'rest'], [REST])).toMatchObject({
      status: 'NOT_FOUND',
      sources: [],
      confidence: 0,
    });
  });

  test('what is no statement of ours is told as what it is, and sources that differ are an answer that says so', () => {
    const asks = (question: string, passages: ReturnType<typeof hit>[]) =>
      answerQuestion.rules({ question, query: question, carried: [], passages, needsInputBelow: 0.1 });
    const plan = hit('A depot in Turku is planned for 2028.', { stance: 'PLANNED' });
    const unknown = asks('Is there a depot in Turku?', [plan]);
    expect(unknown).toMatchObject({ status: 'NOT_FOUND', sources: [], confidence: 0 });
    expect(unknown.text).toContain('What was found is a plan (Security whitepaper):');
    const differ = asks('How long is the warranty on lifts?', [
      hit('The warranty on lifts is 24 months.'),
      hit('The warranty on lifts is five years.'),
    ]);
    expect(differ).toMatchObject({ status: 'ANSWERED', confidence: 0.1 });
    expect(differ.text).toContain('24 months against five years');
    expect(differ.sources).toHaveLength(2);
  });

  test('"I don\'t know" names the nearest passages and their places, three at most', () => {
    const passages = [BACKUPS, REST, hit('x'.repeat(5000), { section: 'A > B' }), hit('Fourth.')];
    const asked = 'Who designed the logo?';
    const { text } = answerQuestion.rules({
      question: asked,
      query: asked,
      carried: [],
      passages,
      needsInputBelow: 0.1,
    });
    expect(text).toMatch(/^I don't know\./);
    expect(text).toContain('- Continuity: “Backups are encrypted');
    expect(text).toContain('A > B');
    expect(text).not.toContain('Fourth.');
    expect(text.length).toBeLessThan(1500);
  });
});

describe('what was taken over and is idle is left out', () => {
  test('where no passage about the follow-up says it', () => {
    const reduced = withoutIdleWords('And for backups?', ['data', 'encrypted', 'kept'], [BACKUPS, REST]);
    expect(reduced).toEqual({ query: 'And for backups (encrypted kept)?', carried: ['encrypted', 'kept'] });
  });

  test.each([
    ['all of it is said', ['encrypted', 'kept']],
    ['hardly anything of it is said', ['insurance', 'contract', 'subcontractors', 'kept']],
    ['nothing of it is said', ['insurance']],
  ])('but not where %s', (_, carried) => {
    expect(withoutIdleWords('And for backups?', carried, [BACKUPS, REST])).toBeNull();
  });
});

describe("a model's reply is followed", () => {
  const reply = (quote: string, answered: string, answer: string) =>
    JSON.stringify({ quotes: [{ passage: 1, quote }], answered, answer });
  /** Everything told while the source came in pieces of this size. */
  function told(source: string, size: number) {
    const texts: string[] = [];
    const take = followReply([BACKUPS], (text) => texts.push(text));
    for (let at = 0; at < source.length; at += size) take(source.slice(at, at + size));
    return texts;
  }
  const ANSWER = '  Yes [1], with **AES-256** [1][2] or so [12';

  test.each([1, 5, 999])(
    'from its beginning, each time further, without half a marker (pieces of %i)',
    (size) => {
      const texts = told(reply(BACKUPS.text, 'all', ANSWER), size);
      expect(texts.at(-1)).toBe('Yes [1], with **AES-256** [1][2] or so');
      for (const [i, text] of texts.entries()) {
        expect(text.startsWith(texts[i - 1] ?? '')).toBe(true);
        expect(text).not.toMatch(/\[\d*$|\s$/);
      }
    },
  );

  test.each([
    ['a quote is in no passage', reply('Backups are written on stone.', 'all', ANSWER)],
    ['nothing was found', reply(BACKUPS.text, 'none', ANSWER)],
    ['there is no quote', JSON.stringify({ quotes: [], answered: 'all', answer: ANSWER })],
    ['the quotes are something else', JSON.stringify({ quotes: 'many', answered: 'all', answer: ANSWER })],
  ])('and nothing is told where %s', (_, source) => {
    expect(told(source, 3)).toEqual([]);
  });

  test('an endpoint that writes the answer before its quotes is waited for', () => {
    const quotes = [{ passage: 1, quote: BACKUPS.text }];
    expect(told(JSON.stringify({ answer: 'Yes.', quotes, answered: 'all' }), 1)).toEqual(['Yes.']);
  });

  test('a model that writes white space for ever costs no time', () => {
    const began = performance.now();
    told(reply(BACKUPS.text, 'all', `Yes.${' '.repeat(20_000)}`), 20);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

import { describe, expect, test } from 'vitest';
import { ObjectReader } from '../../src/ai/index.js';

const VALUE = {
  quotes: [{ passage: 1, quote: 'A "quoted" part, with } and ] in it.' }],
  score: -1.5e3,
  covered: true,
  nothing: null,
  empty: {},
  answer: 'Line one.\nTab\there, \\ backslash, "quotes", umlaut ä, emoji 😀 done.',
  after: [[1, [2]], { deep: { er: 'x' } }],
};

/** Everything the reader said of a text while it came in pieces of this size. */
function read(source: string, size: number) {
  const reader = new ObjectReader();
  const texts: string[] = [];
  for (let at = 0; at < source.length; at += size) {
    reader.feed(source.slice(at, at + size));
    texts.push(reader.text('answer') ?? '');
  }
  return { values: reader.values, texts };
}

describe('an object is read while it is written', () => {
  const escaped = JSON.stringify(VALUE, null, 2).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  for (const [form, source] of Object.entries({ plain: JSON.stringify(VALUE), escaped }))
    test.each([1, 2, 3, 7, 1000])(`${form}, in pieces of %i`, (size) => {
      const { values, texts } = read(source, size);
      expect(values).toEqual(VALUE);
      expect(texts.at(-1)).toBe(VALUE.answer);
      for (const text of texts) {
        expect(VALUE.answer.startsWith(text)).toBe(true);
        expect(text).toBe(text.toWellFormed());
      }
      if (size === 1) expect(new Set(texts).size).toBeGreaterThan(VALUE.answer.length - 2);
    });
});

test('a field is there as soon as it is whole, and not before', () => {
  const reader = new ObjectReader();
  reader.feed('{"quotes": [{"a": 1}');
  expect(reader.values).toEqual({});
  reader.feed('], "n": 12');
  expect(reader.values).toEqual({ quotes: [{ a: 1 }] });
  reader.feed('}');
  expect(reader.values).toEqual({ quotes: [{ a: 1 }], n: 12 });
});

test.each([
  ['thoughts', '<think>Perhaps {"answer": "no"}?</think>\n{"answer": "yes"}'],
  ['a code fence', '```json\n{"answer": "yes"}\n```'],
  ['white space', '\n\n  {"answer": "yes"}'],
])('what stands before the object is passed over: %s', (_, source) => {
  expect(read(source, 1)).toMatchObject({ values: { answer: 'yes' } });
});

test.each([
  '{"answer": "half',
  '{"answer": half}',
  '{answer: 1}',
  '{"a": tru, "answer": "x"}',
  'no object',
  '',
])('broken JSON is read as far as it goes: %s', (source) => {
  expect(() => read(source, 1)).not.toThrow();
  expect(read(source, 1)).toEqual(expect.objectContaining({ values: {} }));
});

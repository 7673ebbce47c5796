import { describe, expect, test } from 'vitest';
import { answerAnchor, readAnchors, withAnswers, withoutAnchors } from '../../src/rfp/response/anchors.js';
import { forReading } from '../../src/rfp/response/reading.js';
import { hashOf, responseText, sourcesText } from '../../src/rfp/response/response-text.js';
import { item, response } from '../rendering/support/response.js';

const texts = (content: string) =>
  [...readAnchors(content).answers.values()].map(({ position, text }) => [position, text]);

describe('the anchors of a document', () => {
  test.each([
    ['plain', 'Yes.'],
    ['several paragraphs', 'One.\n\n- two\n- three'],
    ['empty', ''],
    ['what looks like an anchor', 'a <!-- /answer --> b <!-- answer:2 --> <!-- \\answer:3 -->'],
  ])('give back an answer that is %s', (_, text) => {
    const content = `before\n\n${answerAnchor(7, text)}\n\nafter`;
    expect(texts(content)).toEqual([[7, text]]);
  });

  test('say where the answer stands', () => {
    const content = `before\n\n${answerAnchor(1, 'The text')}`;
    const { start, end } = readAnchors(content).answers.get(1)!;
    expect(content.slice(start, end)).toBe('The text');
  });

  test('that are doubled, open, closed twice or within one another lead nowhere, and the texts stay', () => {
    const content = [
      answerAnchor(1, 'first'),
      answerAnchor(1, 'again'),
      '<!-- answer:2 -->\nopen',
      answerAnchor(3, 'third'),
      '<!-- /answer -->',
      answerAnchor(4, 'fourth'),
    ].join('\n\n');
    expect(texts(content)).toEqual([
      [3, 'third'],
      [4, 'fourth'],
    ]);
    const kept = withoutAnchors(content, () => false);
    for (const text of ['first', 'again', 'open', 'third', 'fourth']) expect(kept).toContain(text);
    expect(texts(kept)).toEqual(texts(content));
    expect(readAnchors(kept).strays).toEqual([]);
  });

  test('take other answers and leave every other letter as it is', () => {
    const [head, middle, tail] = ['# Mine \r\n\n  x', '\n\n> between\n', '\n\ttail  '];
    const content = head + answerAnchor(1, 'one') + middle + answerAnchor(2, 'two') + tail;
    const answers = new Map([
      [1, 'one'],
      [2, 'a longer text\n\nof two'],
      [3, 'not there'],
    ]);
    const next = withAnswers(content, answers, new Map(), hashOf);
    expect(next).toBe(
      head + answerAnchor(1, 'one') + middle + answerAnchor(2, 'a longer text\n\nof two') + tail,
    );
  });

  test('renew the sources that nobody changed, and no others', () => {
    const source = { text: 'Old.', source: 'Book', section: null, page: 3, score: 1 };
    const items = [item(1, { sources: [source] }), item(2, { sources: [source] })];
    const content = responseText(response(items), { sources: true });
    const mine = content.replace(/“Old\.”(?![\s\S]*“Old)/, '“Old”, says the book');
    const renewed = new Map(
      items.map((each) => [each.position, sourcesText({ ...each, sources: [{ ...source, text: 'New.' }] })]),
    );
    const next = withAnswers(mine, new Map(), renewed, hashOf);
    expect(next.match(/“New\.”/g)).toHaveLength(1);
    expect(next).toContain('“Old”, says the book');
  });
});

describe('the text of a response', () => {
  test('shows what the client wrote, character by character', () => {
    const question = 'Is *this* <!-- answer:9 --> [a](b) `c` # d?\n1. first\n- second';
    const content = responseText(response([item(1, { question, number: '3.2', page: 4 })]), {
      sources: true,
    });
    expect(texts(content)).toEqual([[1, 'We meet this in full.']]);
    expect(content).toContain('\\*this\\*');
    expect(content).toContain('> 1\\. first');
    expect(content).toContain('> \\- second');
    expect(content).toContain('your reference 3.2');
  });

  test('for readers marks what needs work, prints tables as tables, and leads to no quoted address', () => {
    const source = {
      source: 'SLA_v2.docx',
      section: null,
      page: null,
      score: 1,
      text: 'P\tTime\nP1\t2 | 3 h\nP2\t8 h',
    };
    const answers = response([
      item(1, {
        answer: 'Ask [us](https://bad.example) or http://bad.example.',
        status: 'NEEDS_INPUT',
        confidence: 0.2,
      }),
      item(2, {
        answer: '',
        status: 'PENDING',
        question: 'Is www.bad.example [yours](http://bad.example)? Write to a@bad.example',
      }),
      item(3, {
        answer: 'Ask [us](https://ours.example), not [them](javascript:x).',
        status: 'EDITED',
        sources: [source],
      }),
    ]);
    const read = forReading(responseText(answers, { sources: true }), answers);
    expect(read).toContain(
      '**Needs input  ·  confidence 20%**\n\nAsk us (https\\://bad.example) or http\\://bad.example.',
    );
    expect(read).toContain('**Not answered yet**\n\n*An answer is still to be written.*');
    expect(read).toContain(
      '### Is www\\.bad.example \\[yours\\](http\\://bad.example)? Write to a\\@bad.example',
    );
    expect(read).toContain('Ask [us](https://ours.example), not them.');
    expect(read).toContain(
      '1. **SLA**:\n\n   | P | Time |\n   | --- | --- |\n   | P1 | 2 \\| 3 h |\n   | P2 | 8 h |'.replace(
        '| --- | --- |',
        '| --- | --- |',
      ),
    );
  });

  test('for readers has no anchors, names what is missing, and no answer reaches beyond its end', () => {
    const read = forReading(
      responseText(
        response([
          item(1, { answer: '# Big\n\n```\n# code' }),
          item(2, { answer: '' }),
          item(3, { answer: 'x <!-- open' }),
        ]),
        { sources: true },
      ),
      null,
    );
    expect(read).not.toMatch(/<!-- \/?(answer|sources)/);
    expect(read).toContain('#### Big\n\n```\n# code\n```');
    expect(read).toContain('*An answer is still to be written.*');
    expect(read).toContain('x <!-- open -->');
  });
});

import { describe, expect, test } from 'vitest';
import { assembleExtraction, extractLocally, splitUnits } from '../../src/rfp/extraction/index.js';
import type { UnitLabel } from '../../src/rfp/extraction-types.js';
import { documentOf, heading, item } from './support.js';

describe('labels from elsewhere', () => {
  const document = documentOf(
    heading('Support', 1, '4.'),
    item('Describe your service desk. Which hours does it keep?', '4.1'),
    'The vendor must:',
    item('answer calls'),
    item('keep records'),
  );
  const units = splitUnits(document);
  const labels: UnitLabel[] = [
    'context',
    'question',
    'question',
    'requirement',
    'requirement',
    'requirement',
  ];

  test('are turned into questions with section, number, context and exact offsets', () => {
    const { questions, sections } = assembleExtraction(document, units, labels);
    expect(
      questions.map(({ kind, number, section, context, text }) => ({ kind, number, section, context, text })),
    ).toEqual([
      {
        kind: 'question',
        number: '4.1',
        section: 'Support',
        context: null,
        text: 'Describe your service desk. Which hours does it keep?',
      },
      {
        kind: 'requirement',
        number: null,
        section: 'Support',
        context: 'The vendor must:',
        text: 'answer calls',
      },
      {
        kind: 'requirement',
        number: null,
        section: 'Support',
        context: 'The vendor must:',
        text: 'keep records',
      },
    ]);
    expect(sections).toEqual(['Support']);
    for (const { text, start, end } of questions) expect(document.text.slice(start, end)).toBe(text);
  });

  test('are kept on their units', () => {
    expect(assembleExtraction(document, units, labels).units.map(({ label }) => label)).toEqual(labels);
  });

  test('must be as many as the units', () => {
    expect(() => assembleExtraction(document, units, ['question'])).toThrow(RangeError);
  });
});

test('sentences of running prose are items of their own', () => {
  const { questions } = extractLocally(
    documentOf('Please provide your policy. Describe how it is kept. The vendor must train staff.'),
  );
  expect(questions.map(({ text }) => text)).toEqual([
    'Please provide your policy.',
    'Describe how it is kept.',
    'The vendor must train staff.',
  ]);
});

describe('a restatement', () => {
  const specification = ['power', 'light', 'heat', 'water', 'air'].map(
    (what) => `The device shall provide ${what}.`,
  );

  test('of a whole specification as a checklist is dropped', () => {
    const checklist = specification.map((text, at) => `${'abcde'[at]} ${text}`);
    expect(
      extractLocally(documentOf(...specification, heading('Checklist'), ...checklist)).questions,
    ).toHaveLength(5);
  });

  test('in another order is kept, for it is no copy', () => {
    expect(
      extractLocally(documentOf(...specification, heading('Again'), ...specification.toReversed())).questions,
    ).toHaveLength(10);
  });

  test('of a single sentence is kept, for it may be asked anew', () => {
    expect(
      extractLocally(documentOf(...specification, heading('Again'), specification[0]!)).questions,
    ).toHaveLength(6);
  });
});

describe('units', () => {
  const document = documentOf(
    heading('Scope'),
    'The vendor shall: (a) bid; (b) work. It is 5 p.m. now.',
    { text: 'Page 1. Confidential.', furniture: 'footer' },
    { cells: ['Requirement', 'Comply'] },
    { cells: ['Must log in. Must log out.', ''] },
  );
  const units = splitUnits(document);

  test('are verbatim, in order and without overlap', () => {
    for (const [at, unit] of units.entries()) {
      expect(unit.index).toBe(at);
      expect(document.text.slice(unit.start, unit.end)).toBe(unit.text);
      expect(unit.start).toBeGreaterThanOrEqual(units[at - 1]?.end ?? 0);
    }
  });

  test('hold every word of every block', () => {
    for (const block of document.blocks) {
      const own = units.filter((unit) => unit.block === block.position).map(({ text }) => text);
      expect(own.join('').replace(/\s/g, '')).toBe(block.text.replace(/\s/g, ''));
    }
  });

  test('leave page furniture whole', () => {
    expect(units.filter((unit) => unit.block === 2)).toHaveLength(1);
  });
});

test('a line of five megabytes is read', () => {
  const sentence = 'The vendor shall do (a) this, and the State, if any, will pay. ';
  const text = sentence.repeat(Math.ceil(5_000_000 / sentence.length));
  const { units } = extractLocally(documentOf(text));
  expect(units).toHaveLength(Math.ceil(5_000_000 / sentence.length));
  for (const endless of [
    'a'.repeat(5_000_000),
    '. '.repeat(200_000),
    'if x, '.repeat(100_000),
    '(a) x; '.repeat(20_000),
  ]) {
    expect(extractLocally(documentOf(endless)).units.length).toBeGreaterThan(0);
  }
});

test('twenty thousand lines that never end their sentence are read', () => {
  const document = documentOf(...Array.from({ length: 20_000 }, () => 'and so it goes on'));
  expect(extractLocally(document).units).toHaveLength(20_000);
});

import { expect, test } from 'vitest';
import { chooseOption, type OptionToChoose } from '../../src/rfp/prompts/choose-option/index.js';

const YES_NO = ['Yes', 'No', 'N/A'];

const choose = (given: Partial<OptionToChoose> & { quote?: string; stance?: string }) => {
  const { quote, stance = 'ASSERTED', ...rest } = given;
  return chooseOption.rules({
    ...{
      question: 'Is customer data encrypted at rest?',
      section: null,
      context: null,
      hint: null,
      options: YES_NO,
    },
    answer: quote ?? 'We looked.',
    quotes: quote === undefined ? [] : [{ text: quote, stance }],
    ...rest,
  }).choice;
};

test('one statement that speaks of all that is asked decides', () => {
  expect(choose({ quote: 'All customer data is encrypted at rest with AES-256.' })).toBe('Yes');
  expect(choose({ quote: 'Customer data is not encrypted at rest.', stance: 'NEGATED' })).toBe('No');
});

test('nobody guesses a yes', () => {
  const unsure = [
    // Speaks of something else.
    choose({ quote: 'All backups are encrypted.' }),
    // Holds for a part, not yet, or under a condition.
    choose({ quote: 'Customer data is encrypted at rest in most regions.' }),
    choose({ quote: 'Customer data can be encrypted at rest on request.' }),
    choose({ quote: 'Customer data will be encrypted at rest, as planned.', stance: 'PLANNED' }),
    // Lacks the standard that is asked for.
    choose({
      question: 'Is customer data encrypted at rest with FIPS 140?',
      quote: 'Customer data is encrypted at rest.',
    }),
    // Asks for the contrary.
    choose({
      question: 'Is customer data ever stored without encryption at rest?',
      quote: 'Customer data is stored with encryption at rest.',
    }),
    // Whether it meets a requirement is for a person to say.
    choose({
      question: 'Customer data shall be encrypted at rest.',
      quote: 'Customer data is encrypted at rest.',
      options: ['Compliant', 'Not compliant'],
    }),
    choose({}),
  ];
  expect(unsure).toEqual(unsure.map(() => null));
});

test('graded options need a statement that tells the grade', () => {
  const options = ['No', 'Yes, for some of them', 'Yes, for most or all of them'];
  expect(choose({ options, quote: 'Customer data is encrypted at rest.' })).toBeNull();
  expect(choose({ options, answer: 'Yes, for most or all of them: the vault covers 96 %. [1]' })).toBe(
    'Yes, for most or all of them',
  );
});

test('an approved answer that begins with its option names it', () => {
  expect(choose({ answer: 'Yes. We encrypt everything.' })).toBe('Yes');
  expect(choose({ answer: 'No.' })).toBe('No');
  expect(choose({ answer: 'Partially: backups are not.', options: ['Yes', 'Partial', 'No'] })).toBe(
    'Partial',
  );
  expect(choose({ answer: 'Yes, but only in Europe.', options: ['Compliant', 'Not compliant'] })).toBeNull();
});

test('what a model chooses is an option of the list to the letter, or none', () => {
  const input = {
    question: 'Q?',
    section: null,
    context: null,
    hint: null,
    options: ['Yes\t', 'No'],
    answer: 'A',
    quotes: [],
  };
  expect(chooseOption.accept({ reason: 'Quote 1 says so.', option: 1 }, input)).toEqual({ choice: 'Yes\t' });
  expect(chooseOption.accept({ reason: 'None.', option: 0 }, input)).toEqual({ choice: null });
  expect(chooseOption.accept({ reason: '?', option: 7 }, input)).toEqual({ choice: null });
});

test('a model is shown the options by number and the quotes as what they are', () => {
  const shown = chooseOption.prompt({
    ...{
      question: 'Do you encrypt?',
      section: 'Security',
      context: null,
      hint: 'Say with what.',
      options: YES_NO,
    },
    ...{ answer: 'We do. [1]', quotes: [{ text: 'All data is encrypted.', stance: 'ASSERTED' }] },
  });
  for (const text of ['Do you encrypt?', '1| Yes', '3| N/A', 'All data is encrypted.', 'Say with what.'])
    expect(shown).toContain(text);
});

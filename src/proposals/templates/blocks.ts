import type { TemplateSection } from './types.js';

// Sections that templates are put together from. Topics are questions, since the knowledge base answers these best.

export const summary = (): TemplateSection => ({
  kind: 'SUMMARY',
  title: 'Executive summary',
  purpose: 'What the client gets and why it can be relied on, for somebody who reads nothing else.',
  topics: [],
  covers: [],
  words: 200,
});

export const needs = (title = 'Your requirements'): TemplateSection => ({
  kind: 'NEEDS',
  title,
  purpose: 'What the client asks for, in the client’s words, and where the proposal takes it up.',
  topics: [],
  covers: [],
  words: 200,
});

export const pricing = (title = 'Pricing'): TemplateSection => ({
  kind: 'PRICING',
  title,
  purpose: 'What it costs, how it is invoiced, and how long the offer holds.',
  topics: [
    'What are the prices and fees?',
    'How is a price built up?',
    'What are the payment terms and how is it invoiced?',
    'How long are prices and proposals valid?',
  ],
  covers: ['pricing'],
  words: 250,
});

/** A section drafted from the knowledge base. */
export const text = (
  title: string,
  purpose: string,
  covers: TemplateSection['covers'],
  topics: string[],
  words = 250,
): TemplateSection => ({ kind: 'TEXT', title, purpose, topics, covers, words });

export const solution = (title: string, topics: string[]) =>
  text(
    title,
    'What is offered, and how it does what the client asks for.',
    ['technical', 'other'],
    topics,
    350,
  );

export const delivery = (title: string, topics: string[]) =>
  text(title, 'How the work is done, by whom, in which steps and how long.', ['delivery'], topics, 300);

export const security = (title: string, topics: string[]) =>
  text(title, 'How the client’s data and systems are protected.', ['security'], topics, 300);

export const support = (title = 'Support and service levels', more: string[] = []) =>
  text(
    title,
    'Who helps when something is wrong, when, and what is guaranteed.',
    ['support'],
    ['What are the support hours?', 'Which service levels and availability are guaranteed?', ...more],
  );

export const company = (title = 'About us', more: string[] = []) =>
  text(
    title,
    'Who we are and what we have done for others.',
    ['company'],
    [
      'When was the company founded and how many employees does it have?',
      'Which references of comparable customers can be contacted?',
      ...more,
    ],
  );

export const terms = (title = 'Terms and next steps', more: string[] = []) =>
  text(
    title,
    'On which terms the offer stands, and what happens next.',
    ['legal'],
    [
      'Which contract documents and terms are accepted?',
      'Who owns the customer’s data, templates and results?',
      ...more,
    ],
    200,
  );

export const implementation = delivery('Implementation', [
  'How is the solution implemented, in which stages and how long does it take?',
  'Who is on the project team and how is the project governed?',
  'How are users trained?',
  'How is existing data migrated from the old system?',
]);

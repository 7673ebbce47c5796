import { expect, test } from 'vitest';
import { documentFilename, renderDocument, type TextDocument } from '../../src/rendering/index.js';
import { all, openDocx, paragraphs, textOf, toHtml } from './support/docx.js';
import { everything } from './support/response.js';

const written = (markdown: string, more: Partial<TextDocument> = {}): TextDocument => ({
  title: 'Proposal for Northwind',
  clientName: 'Northwind Regional Health Authority',
  industry: 'Healthcare',
  vendorName: 'Larkfield Software',
  kindLabel: 'Proposal',
  generatedAt: new Date('2026-11-20T14:59:00Z'),
  markdown,
  ...more,
});

const render = async (markdown: string, more?: Partial<TextDocument>) =>
  Buffer.from(await renderDocument(written(markdown, more)));

test('a document opens with title, client, vendor, kind and date', async () => {
  const texts = paragraphs(openDocx(await render('Hello')).body);
  expect(texts[1]).toMatchObject({ style: 'Title', text: 'Proposal for Northwind' });
  expect(texts.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Northwind Regional Health Authority',
      'Healthcare',
      'Larkfield Software',
      'Proposal',
      'November 20, 2026',
      'Hello',
    ]),
  );
});

test('a document without a client has no empty line for it', async () => {
  const texts = paragraphs(openDocx(await render('Hello', { clientName: null })).body);
  expect(texts.map(({ text }) => text)).not.toContain('Prepared for');
});

test('a client whom the title names is not named a second time below it', async () => {
  const named = paragraphs(openDocx(await render('Hello', { clientName: 'Northwind' })).body);
  expect(named.some(({ style }) => style === 'CoverClient')).toBe(false);
  const other = paragraphs(openDocx(await render('Hello')).body);
  expect(other.find(({ style }) => style === 'CoverClient')?.text).toBe(
    'Northwind Regional Health Authority',
  );
});

test('labels, and what is asked, stay on the page of what follows them', async () => {
  const markdown = '*Question 3*\n\n> Asked\n\nAnswer.\n\n*Sources*\n\n1. A source';
  const { body } = openDocx(await render(markdown));
  const kept = (text: string) =>
    all(body, 'w:p').filter(
      (paragraph) => textOf(paragraph) === text && all(paragraph, 'w:keepNext').length > 0,
    ).length;
  expect(['Question 3', 'Asked', 'Answer.', 'Sources'].map(kept)).toEqual([1, 1, 0, 1]);
});

test('its headings become headings from the first level on, and the contents lead to them', async () => {
  const { body } = openDocx(await render('## One\n### Inner\n## Two\n#### Deep\n## Three'));
  const headings = paragraphs(body).filter(({ style }) => style?.startsWith('Heading'));
  expect(headings.map(({ style, text }) => `${style} ${text}`)).toEqual([
    'Heading1 One',
    'Heading2 Inner',
    'Heading1 Two',
    'Heading3 Deep',
    'Heading1 Three',
  ]);
  const entries = paragraphs(body).filter(({ style }) => style?.startsWith('TOC'));
  expect(entries.map(({ style, text }) => `${style} ${text}`)).toEqual([
    'TOC1 One3',
    'TOC2 Inner3',
    'TOC1 Two3',
    'TOC1 Three3',
  ]);
  const names = all(body, 'w:bookmarkStart').map(({ attributes }) => attributes['w:name']);
  const links = all(body, 'w:hyperlink').map(({ attributes }) => attributes['w:anchor']);
  expect(links).toEqual(names);
});

test('a first heading that repeats the title is not printed twice', async () => {
  const html = await toHtml(await render('# Proposal for Northwind\n\n## Summary\n\nText'));
  expect(html).toContain('<h1>');
  expect(html.match(/Proposal for Northwind/g)).toHaveLength(1);
});

test('comments are not printed, and all else is', async () => {
  const { body } = openDocx(
    await render(
      'Before <!-- inline --> after\n\n<!-- answer:1 -->\nThe answer.\n<!-- /answer -->\n\n`<!-- code -->`',
    ),
  );
  const text = textOf(body);
  expect(text).toContain('Before  after');
  expect(text).toContain('The answer.');
  expect(text).toContain('<!-- code -->');
  expect(text).not.toMatch(/inline|answer:1|\/answer/);
});

test('every kind of Markdown is rendered, in a document that opens', async () => {
  const html = await toHtml(await render(everything));
  for (const part of ['<strong>bold</strong>', '<ol>', '<table>', 'restore --all', 'Diagram'])
    expect(html).toContain(part);
  expect(html).not.toContain('images.example');
});

test('a document with very many headings lists the outer ones, and says how many it left out', async () => {
  const headings = Array.from({ length: 450 }, (_, n) => `# Heading ${n}\n\n## Inner ${n}`);
  const entries = paragraphs(openDocx(await render(headings.join('\n\n'))).body).filter(({ style }) =>
    style?.startsWith('TOC'),
  );
  expect(entries).toHaveLength(401);
  expect(entries.at(-1)!.text).toBe('and 50 more');
});

test('the name of a file has what it is, the client and the date', () => {
  const at = new Date('2026-11-20T14:59:00Z');
  expect(documentFilename('Proposal', 'Acme & Sons', at, 'pdf')).toBe('Proposal_Acme_Sons_20261120.pdf');
});

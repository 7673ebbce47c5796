import { describe, expect, test } from 'vitest';
import { renderResponse } from '../../src/rendering/index.js';
import { all, openDocx, paragraphs, textOf, toHtml } from './support/docx.js';
import { item, response } from './support/response.js';

const source = {
  text: 'Data is encrypted.',
  source: 'Security overview',
  section: 'Keys',
  page: 4,
  score: 0.9,
};

describe('the response document', () => {
  test('opens with title, client, vendor, and date, without names of files and ids of ours', async () => {
    const named = item(1, {
      sources: [
        { ...source, source: 'security-v3-FINAL.docx', section: null, page: null },
        { ...source, source: '0198f1c2-1111-7abc-8def-0123456789ab', section: null, page: null },
      ],
    });
    const { body, parts } = openDocx(await renderResponse(response([named])));
    const sources = paragraphs(body).filter(({ style }) => style === 'Source');
    expect(sources.map(({ text }) => text)).toEqual([
      '1.  Security: “Data is encrypted.”',
      '2.  Our documents: “Data is encrypted.”',
    ]);
    for (const part of parts.values()) expect(part).not.toMatch(/WF-|\.docx\b|FINAL|0198f1c2|sample-rfp/);
    const cover = paragraphs(body);
    const contents = cover.findIndex(({ style }) => style === 'ContentsTitle');
    const text = cover.slice(0, contents).map((p) => p.text);
    expect(cover[1]).toMatchObject({ style: 'Title', text: 'Response to Request for Proposals' });
    expect(text).toEqual(
      expect.arrayContaining([
        'Northwind Regional Health Authority',
        'Larkfield Software',
        'November 20, 2026',
        'Sample rfp',
      ]),
    );
  });

  test('lists its sections in the contents, linked and paged, without asking to update fields', async () => {
    const sections = [
      { title: 'Security', items: [1, 2, 3, 4].map((n) => item(n)) },
      { title: null, items: [5, 6, 7, 8].map((n) => item(n)) },
      { title: 'Empty', items: [] },
    ];
    const { body, parts } = openDocx(await renderResponse(response([], { sections })));
    const entries = all(body, 'w:p').filter((p) => all(p, 'w:pStyle')[0]?.attributes['w:val'] === 'TOC1');
    expect(entries.map(textOf)).toEqual([
      'Security   items 1 to 43',
      'General   items 5 to 84',
      'Open points   none5',
    ]);
    const bookmarks = all(body, 'w:bookmarkStart');
    const names = new Set(bookmarks.map(({ attributes }) => attributes['w:name']));
    const links = all(body, 'w:hyperlink').map(({ attributes }) => attributes['w:anchor']);
    expect(links.length).toBeGreaterThanOrEqual(3);
    expect(links.filter((anchor) => !names.has(anchor))).toEqual([]);
    expect(new Set(bookmarks.map(({ attributes }) => attributes['w:id'])).size).toBe(bookmarks.length);
    const fields = all(body, 'w:fldSimple').map(({ attributes }) => attributes['w:instr']);
    expect(fields).toEqual(['PAGEREF section_1 \\h', 'PAGEREF section_2 \\h', 'PAGEREF open_points \\h']);
    expect(parts.get('word/settings.xml')).not.toContain('updateFields');
    expect(parts.get('word/document.xml')).not.toContain('w:dirty');
  });

  test('gives each question its number, place and context, verbatim', async () => {
    const question = 'Describe  "A&B" <encryption>\nin two lines.';
    const doc = response([
      item(1, { kind: 'requirement', number: '3.2.1', page: 7, context: 'The System must:', question }),
    ]);
    const file = await renderResponse(doc);
    const texts = paragraphs(openDocx(file).body);
    expect(texts).toContainEqual(
      expect.objectContaining({
        style: 'QuestionLabel',
        text: 'Requirement 1  ·  your reference 3.2.1  ·  page 7',
      }),
    );
    expect(texts).toContainEqual(
      expect.objectContaining({ style: 'QuestionContext', text: 'The System must:' }),
    );
    expect(await toHtml(file)).toContain('Describe  "A&amp;B" &lt;encryption&gt;<br />in two lines.</h2>');
  });

  test('quotes the sources of an answer under it', async () => {
    const { body } = openDocx(await renderResponse(response([item(1, { sources: [source] })])));
    expect(paragraphs(body).filter(({ style }) => style === 'Source')).toEqual([
      expect.objectContaining({ text: '1.  Security overview, Keys, p. 4: “Data is encrypted.”' }),
    ]);
  });

  test('prints a table that a source or an answer quotes as a table', async () => {
    const text =
      'Times by priority:\n\nPriority\tResponse\tResolution\nP1\t15 minutes\t2 hours\nof work\nP2\t\t8 hours\n\nThe end.';
    const bars = 'Data        | Kept for\nLogs     | 12 months';
    const rows = [
      ['Priority', 'Response', 'Resolution'],
      ['P1', '15 minutes', '2 hours of work'],
      ['P2', '', '8 hours'],
    ];
    const items = [
      item(1, { answer: 'See below.', sources: [{ ...source, text }] }),
      item(2, { answer: `As agreed:\n${text}` }),
      item(3, { answer: bars, sources: [{ ...source, text: bars }] }),
      item(4, {
        answer: '1.\tFirst\n2.\tSecond\n\n```\na\tb\nc\td\n```',
        sources: [{ ...source, text: 'P3\t1 day' }],
      }),
    ];
    const { body } = openDocx(await renderResponse(response(items)));
    const tables = all(body, 'w:tbl').map((table) =>
      all(table, 'w:tr').map((row) =>
        all(row, 'w:tc').map((cell) => textOf(cell).replace(/hoursof/, 'hours of')),
      ),
    );
    expect(tables.slice(1)).toEqual([
      rows,
      rows,
      [
        ['Data', 'Kept for'],
        ['Logs', '12 months'],
      ],
      [
        ['Data', 'Kept for'],
        ['Logs', '12 months'],
      ],
    ]);
    const texts = paragraphs(body).map((each) => each.text);
    expect(texts).toContain('1.  Security overview, Keys, p. 4: “Times by priority:”');
    expect(texts).toContain('1.  Security overview, Keys, p. 4: “P3 | 1 day”');
    expect(texts).toContain('The end.');
  });

  test('leads to no address that is quoted, only where a person wrote the link', async () => {
    const answer =
      '[Click](https://bad.example/a_b) [run](javascript:alert(1)) <https://bad.example> https://bad.example a@bad.example ' +
      '![](https://bad.example/p.png) `https://code.example`\n\n[r]: https://bad.example\n\nsee [r]\n\n<a href="https://bad.example">x</a>';
    const links = (parts: Map<string, string>) =>
      [...parts.get('word/_rels/document.xml.rels')!.matchAll(/Target="([^"]*)" TargetMode="External"/g)].map(
        ([, at]) => at,
      );
    const drafted = openDocx(
      await renderResponse(
        response([
          item(1, { question: 'Why https://bad.example?', answer, sources: [{ ...source, text: answer }] }),
        ]),
      ),
    );
    expect(links(drafted.parts)).toEqual([]);
    expect(textOf(drafted.body)).toContain('Click (https://bad.example/a_b)');
    expect(textOf(drafted.body)).toContain('<a href="https://bad.example">x</a>');
    const edited = openDocx(await renderResponse(response([item(1, { answer, status: 'EDITED' })])));
    expect([...new Set(links(edited.parts))]).toEqual(['https://bad.example/a_b', 'https://bad.example/']);
  });

  test('marks answers that need work, and only those', async () => {
    const items = [
      item(1, { status: 'NEEDS_INPUT', confidence: 0.314 }),
      item(2, { status: 'FAILED', answer: '', failure: 'The model refused.' }),
      item(3, { status: 'PENDING', answer: '' }),
      item(4, { status: 'APPROVED' }),
      item(5, { status: 'EDITED' }),
    ];
    const { body } = openDocx(await renderResponse(response(items)));
    const texts = paragraphs(body);
    const end = texts.findIndex(
      ({ text }, index) => text === 'Open points' && texts[index]?.style === 'Heading1',
    );
    const marks = texts.slice(0, end).filter(({ style }) => style?.startsWith('AnswerMark'));
    expect(marks.map(({ text }) => text)).toEqual([
      'Needs input  ·  confidence 31%',
      'Drafting failed: to be answered by hand',
      'Not answered yet',
    ]);
    expect(texts.filter(({ style }) => style === 'Placeholder')).toHaveLength(2);
  });

  test('ends with the open points and what the review found', async () => {
    const items = [
      item(1, { status: 'NEEDS_INPUT', confidence: 0.3, number: '4.1' }),
      item(2),
      item(3, { status: 'FAILED', failure: 'The model refused.' }),
    ];
    const review = {
      overallQuality: 'MEDIUM' as const,
      completenessScore: 0.667,
      issues: [
        { code: 'A', severity: 'HIGH' as const, message: 'Prices differ.', questionPosition: 2 },
        {
          code: 'B',
          severity: 'LOW' as const,
          message: 'Two names for one product.',
          questionPosition: null,
        },
      ],
    };
    const { body } = openDocx(await renderResponse(response(items, { review })));
    const [open, found] = all(body, 'w:tbl')
      .slice(-2)
      .map((table) => all(table, 'w:tr').map((row) => all(row, 'w:tc').map(textOf)));
    expect(open!.slice(1)).toEqual([
      ['1', '4.1', 'What is your answer to question 1?', 'Needs input (confidence 30%)'],
      ['3', '–', 'What is your answer to question 3?', 'Drafting failed: The model refused.'],
    ]);
    expect(found!.slice(1)).toEqual([
      ['2', 'High', 'Prices differ.'],
      ['All', 'Low', 'Two names for one product.'],
    ]);
    const text = textOf(body);
    expect(text).toContain('2 of 3 items are open.');
    expect(text).toContain('Overall quality: Medium. Completeness: 67%.');
  });

  test('says so when nothing is open', async () => {
    const { body } = openDocx(await renderResponse(response([item(1)])));
    expect(textOf(body)).toContain('None: every item has an answer.');
    expect(textOf(body)).toContain('The answers have not been reviewed yet.');
  });

  test('runs the client in the header and "Page X of Y" in the footer, but not on the title page', async () => {
    const { parts, body } = openDocx(await renderResponse(response([item(1)])));
    expect(parts.get('word/header1.xml')).toContain('Northwind Regional Health Authority');
    const footer = parts.get('word/footer1.xml')!.replace(/<[^>]*>/g, '');
    expect(footer).toMatch(/Page PAGE of NUMPAGES/);
    expect(all(body, 'w:titlePg')).toHaveLength(1);
  });

  test('carries title, author and its time of creation as document properties', async () => {
    const { parts } = openDocx(await renderResponse(response([item(1)])));
    const core = parts.get('docProps/core.xml')!;
    expect(core).toContain(
      '<dc:title>Response to Request for Proposals: Northwind Regional Health Authority</dc:title>',
    );
    expect(core).toContain('<dc:creator>Larkfield Software</dc:creator>');
    expect(core).toMatch(/<dcterms:created[^>]*>2026-11-20T14:59:00.000Z</);
  });

  test.each([
    ['letter', '12240', '15840'],
    ['a4', '11906', '16838'],
  ] as const)('fits %s paper', async (paper, width, height) => {
    const { body } = openDocx(await renderResponse(response([item(1)]), { paper }));
    expect(all(body, 'w:pgSz')[0]?.attributes).toMatchObject({ 'w:w': width, 'w:h': height });
  });

  test('is the same file for the same input', async () => {
    const doc = response([item(1, { answer: '1. a\n2. b', sources: [source] })]);
    const [first, second] = [await renderResponse(doc), await renderResponse(doc)];
    expect(first.equals(second)).toBe(true);
  });
});

describe('hostile text in a response', () => {
  const hostile = '</w:t>\u0000\u0008\ud800\uffff<x>&amp;]]>{list-1}{image1.png} ../../x" \u202e';
  const kept = '</w:t><x>&amp;]]>{list-1}{image1.png} ../../x" \u202e';

  test('stays text everywhere and leaves every part well formed', async () => {
    const file = await renderResponse({
      clientName: hostile,
      industry: hostile,
      vendorName: hostile,
      engine: hostile,
      generatedAt: new Date('2026-11-20T14:59:00Z'),
      sourceFilename: hostile,
      sections: [
        {
          title: hostile,
          items: [
            item(1, {
              number: hostile,
              question: hostile,
              context: hostile,
              answer: `1. a\n\n\`${hostile}\`\n\n&#0; &#x8; &#xd800; &#x110000;`,
              failure: hostile,
              status: 'FAILED',
              sources: [{ ...source, text: hostile, source: hostile, section: hostile }],
            }),
          ],
        },
      ],
      review: {
        overallQuality: 'LOW',
        completenessScore: Number.NaN,
        issues: [{ code: hostile, severity: 'HIGH', message: hostile, questionPosition: 99 }],
      },
    });
    const { body } = openDocx(file);
    const texts = paragraphs(body);
    expect(texts.find(({ style }) => style === 'Heading2')?.text).toBe(kept);
    expect(texts.find(({ style }) => style === 'CoverClient')?.text).toBe(kept);
    expect(texts.map(({ text }) => text)).toContain(kept);
    expect(texts.map(({ text }) => text)).toContain('\ufffd  \ufffd \ufffd');
  });

  test('of 100,000 characters is all there', async () => {
    const answer = 'word '.repeat(20_000).trim();
    const { body } = openDocx(await renderResponse(response([item(1, { answer })])));
    expect(paragraphs(body).map(({ text }) => text)).toContain(answer);
  });

  test('in 500 questions is all there', async () => {
    const items = Array.from({ length: 500 }, (_, index) =>
      item(index + 1, { answer: `Answer **${index + 1}**\n\n1. a\n2. b`, sources: [source] }),
    );
    const { body } = openDocx(await renderResponse(response(items)));
    const questions = paragraphs(body).filter(({ style }) => style === 'Heading2');
    expect(questions.map(({ text }) => text)).toEqual(items.map(({ question }) => question));
  });
});

import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';

const encode = (text: string) => new TextEncoder().encode(text);

async function read(text: string) {
  const document = await extractDocument(encode(text), 'text');
  expectSound(document);
  return document;
}

describe('plain text', () => {
  test('keeps the text as it is and cuts it at blank lines', async () => {
    const text = 'The vendor shall host the system.\n\nThe vendor shall train the users.\n';
    const document = await read(text);
    expect(document.text).toBe(text);
    expect(outline(document)).toEqual([
      'paragraph: The vendor shall host the system.',
      'paragraph: The vendor shall train the users.',
    ]);
  });

  test('a file with one paragraph a line gives one block a line', async () => {
    const long =
      'The contractor shall provide monthly reports on availability, incidents and changes to the service. ';
    const document = await read([long.repeat(3), `${long}Second.`, `${long}Third.`, long].join('\n'));
    expect(document.blocks).toHaveLength(4);
  });

  test('hard-wrapped text is put together again', async () => {
    const wrapped = [
      'The contractor shall provide a secure hosting environment for the system and',
      'shall keep it available for at least 99.9 percent of each calendar month, as',
      'measured in accordance with Section',
      '3.2 of this document and with the service level agreement that is attached to',
      'it.',
      'Reports shall be delivered on the fifth working day of each month, at noon in',
      'the time zone of the buyer, to the address that is named in the order.',
    ].join('\n');
    const document = await read(`${wrapped}\n\n${wrapped}`);
    expect(document.blocks.map((block) => block.kind)).toEqual(
      Array(document.blocks.length).fill('paragraph'),
    );
    expect(document.blocks.some((block) => /and\nshall keep it available/.test(block.text))).toBe(true);
  });

  test('headings are told by number, capitals, underline and title case', async () => {
    const document = await read(
      'SCOPE OF WORK\n\nText of the scope goes here.\n\n3.2 Security\n\nThe vendor shall encrypt data.\n\n' +
        'Delivery Schedule\n\nDelivery is due in May of the year.\n\nTerms\n=====\nPayment is due in 30 days.\n',
    );
    expect(outline(document)).toEqual([
      'heading: SCOPE OF WORK',
      'paragraph: Text of the scope goes here.',
      'heading 3.2: Security',
      'paragraph: The vendor shall encrypt data.',
      'heading: Delivery Schedule',
      'paragraph: Delivery is due in May of the year.',
      'heading: Terms',
      'paragraph: Payment is due in 30 days.',
    ]);
  });

  test('items keep their literal numbers outside the block', async () => {
    const document = await read(
      '1. Describe your company.\n2) List your references.\na) Name the client.\n(iv) State the value.\n' +
        '- Attach a brochure.\n[ ] We comply.\nQ12: Do you encrypt backups?\n',
    );
    expect(outline(document)).toEqual([
      'list-item 1.: Describe your company.',
      'list-item 2): List your references.',
      'list-item a): Name the client.',
      'list-item (iv): State the value.',
      'list-item: Attach a brochure.',
      'list-item: We comply.',
      'list-item Q12: Do you encrypt backups?',
    ]);
  });

  test('figures at the start of a line are no numbers of items', async () => {
    const document = await read(
      '99.9 % of requests are answered.\n\n12 months is the base period.\n\n(877) 472-4877\n',
    );
    expect(document.blocks.map((block) => block.number)).toEqual([null, null, null]);
  });

  test('lines without marks under a stem are the items of its list', async () => {
    const document = await read(
      'The system shall support the following:\n\nCall Forwarding\n\nVoice mail\n\nReports\n=======\n',
    );
    expect(outline(document)).toEqual([
      'paragraph: The system shall support the following:',
      'list-item: Call Forwarding',
      'list-item: Voice mail',
      'heading: Reports',
    ]);
  });

  test('tables with pipes and with tabs give rows of cells', async () => {
    const pipes = await read('| Item | Due |\n|------|-----|\n| Quote | May 1 |\n');
    expect(cellsOf(pipes)).toEqual([
      ['Item', 'Due'],
      ['Quote', 'May 1'],
    ]);
    expect(pipes.blocks[0]!.row!.isHeader).toBe(true);
    const tabs = await read('No\tQuestion\tAnswer\n1\tDo you encrypt?\t\n2\tDo you log?\t\n');
    expect(cellsOf(tabs)[2]!.slice(0, 2)).toEqual(['2', 'Do you log?']);
  });

  test('columns set apart by spaces are rows of cells', async () => {
    const document = await read(
      'Criteria                  Points\nTechnical approach        40\nPrice                     60\n\nNotes.\n',
    );
    expect(cellsOf(document)).toEqual([
      ['Criteria', 'Points'],
      ['Technical approach', '40'],
      ['Price', '60'],
    ]);
  });

  test('a title in a text without blank lines is told by what stands around it', async () => {
    const document = await read(
      'Please respond by 5 May.\nPricing and Terms\nWhat is your pricing model, and which fees recur?\no  State all fees.\nM-12 The vendor shall reply.\n',
    );
    expect(outline(document)).toEqual([
      'paragraph: Please respond by 5 May.',
      'heading: Pricing and Terms',
      'paragraph: What is your pricing model, and which fees recur?',
      'list-item: State all fees.',
      'list-item M-12: The vendor shall reply.',
    ]);
  });

  test('a table of contents and page numbers are furniture', async () => {
    const document = await read(
      '1. Scope ........ 3\n2. Terms ........ 12\n\nPage 3 of 24\n\nThe text starts here.\n',
    );
    expect(document.blocks.map((block) => block.furniture)).toEqual([
      'contents',
      'contents',
      'page-number',
      null,
    ]);
  });

  test('run-on text of 50,000 characters without a line end is one block', async () => {
    const sentence = 'The vendor shall describe how incidents are handled. ';
    const document = await read(sentence.repeat(1000));
    expect(document.blocks).toHaveLength(1);
    expect(document.blocks[0]!.end).toBeGreaterThan(50_000);
  });

  test.each([
    ['a megabyte of spaces', ' '.repeat(1_000_000)],
    ['five megabytes in one line', 'shall '.repeat(850_000)],
    ['a megabyte of dots', '.'.repeat(1_000_000)],
    ['a megabyte of pipes', '|'.repeat(1_000_000)],
    ['a megabyte of digits and dots', '1.'.repeat(500_000)],
    ['a megabyte of brackets', '['.repeat(1_000_000)],
    ['200,000 lines of marks', '> - * # |\n'.repeat(200_000)],
    ['underscores and spaces', '_ '.repeat(500_000)],
  ])('%s are read in linear time, as text and as Markdown', async (_name, text) => {
    expectOrdered(await extractDocument(encode(text), 'text'));
    expectOrdered(await extractDocument(encode(text), 'markdown'));
  });
});

/** The full check is too slow for a million marks. */
function expectOrdered(document: Awaited<ReturnType<typeof extractDocument>>) {
  const starts = document.blocks.map((block) => block.start);
  expect(starts.every((start, index) => index === 0 || start >= document.blocks[index - 1]!.end)).toBe(true);
}

describe('encodings', () => {
  const text = 'Größe und Qualität – “sure”';
  const utf16 = (order: 'le' | 'be') => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
  };
  const windows = new Uint8Array([...'Gr\u00f6\u00dfe \x96 50 \x80'].map((char) => char.charCodeAt(0)));

  test.each([
    ['UTF-8', encode(text), text],
    ['UTF-8 with a byte order mark', encode(`\ufeff${text}`), text],
    ['UTF-16 little endian', utf16('le'), text],
    ['UTF-16 big endian', utf16('be'), text],
    ['Windows-1252', windows, 'Größe – 50 €'],
  ])('%s is read', async (_name, bytes, expected) => {
    const document = await extractDocument(bytes, 'text');
    expect(document.text).toBe(expected);
  });

  test('line ends of every system become line feeds', async () => {
    const document = await read('One thing.\r\n\r\nAnother thing.\rA third thing.');
    expect(document.text).toBe('One thing.\n\nAnother thing.\nA third thing.');
  });
});

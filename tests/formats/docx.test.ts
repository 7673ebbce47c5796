import { Document, Footer, Header, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { docx, level, numbered, numbering, p, part } from './support/docx.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';

async function read(bytes: Uint8Array) {
  const document = await extractDocument(bytes, 'docx');
  expectSound(document);
  return document;
}

const numbersOf = async (bytes: Uint8Array) => (await read(bytes)).blocks.map((block) => block.number);

describe('numbers in Word documents', () => {
  const legal = level(0, 'decimal', '%1.') + level(1, 'decimal', '%1.%2') + level(2, 'lowerLetter', '(%3)');

  test('are the ones that Word shows, over several levels', async () => {
    const body = [0, 1, 1, 2, 2, 0, 1, 2].map((at) => p(`Text ${at}`, numbered(1, at))).join('');
    expect(await numbersOf(docx(body, { 'word/numbering.xml': numbering(legal) }))).toEqual([
      '1.',
      '1.1',
      '1.2',
      '(a)',
      '(b)',
      '2.',
      '2.1',
      '(a)',
    ]);
  });

  test.each([
    ['lowerRoman', ['i)', 'ii)', 'iii)', 'iv)']],
    ['upperRoman', ['I)', 'II)', 'III)', 'IV)']],
    ['upperLetter', ['A)', 'B)', 'C)', 'D)']],
    ['decimalZero', ['01)', '02)', '03)', '04)']],
  ])('count in %s', async (format, expected) => {
    const body = [1, 2, 3, 4].map(() => p('Item', numbered(1))).join('');
    expect(await numbersOf(docx(body, { 'word/numbering.xml': numbering(level(0, format, '%1)')) }))).toEqual(
      expected,
    );
  });

  test('go on after z with aa, bb', async () => {
    const body = Array.from({ length: 28 }, () => p('Item', numbered(1))).join('');
    const numbers = await numbersOf(
      docx(body, { 'word/numbering.xml': numbering(level(0, 'lowerLetter', '%1.')) }),
    );
    expect(numbers.slice(25)).toEqual(['z.', 'aa.', 'bb.']);
  });

  test('start anew where an instance of the list overrides the start', async () => {
    const instances =
      '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>' +
      '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>';
    const body = p('a', numbered(1)) + p('b', numbered(1)) + p('c', numbered(2)) + p('d', numbered(2));
    expect(await numbersOf(docx(body, { 'word/numbering.xml': numbering(legal, instances) }))).toEqual([
      '1.',
      '2.',
      '5.',
      '6.',
    ]);
  });

  test('do not start anew where the level never restarts', async () => {
    const levels = level(0, 'decimal', '%1.') + level(1, 'decimal', 'R%2', '<w:lvlRestart w:val="0"/>');
    const body = [0, 1, 0, 1].map((at) => p('x', numbered(1, at))).join('');
    expect(await numbersOf(docx(body, { 'word/numbering.xml': numbering(levels) }))).toEqual([
      '1.',
      'R1',
      '2.',
      'R2',
    ]);
  });

  test('come from the style that a list level is tied to, and spell legal levels in decimal', async () => {
    const levels =
      level(0, 'upperRoman', 'Article %1', '<w:pStyle w:val="Heading1"/>') +
      level(1, 'decimal', '%1.%2', '<w:isLgl/><w:pStyle w:val="Heading2"/>');
    const style = (id: string, name: string) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`;
    const bytes = docx(
      p('Scope', '<w:pStyle w:val="Heading1"/>') +
        p('Security', '<w:pStyle w:val="Heading2"/>') +
        p('Plain', '<w:pStyle w:val="Heading2"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
      {
        'word/numbering.xml': numbering(levels),
        'word/styles.xml': part('styles', style('Heading1', 'heading 1') + style('Heading2', 'heading 2')),
      },
    );
    expect(outline(await read(bytes))).toEqual([
      'heading Article I: Scope',
      'heading 1.1: Security',
      'heading: Plain',
    ]);
  });

  test.each(['bullet', 'none'])(
    'leave out a level of the kind %s amid others, and start anew below it',
    async (kind) => {
      const levels =
        level(0, 'decimal', '%1.') +
        level(1, 'lowerLetter', '%1.%2.') +
        level(2, kind, '\uf0b7') +
        level(3, 'decimal', '%1.%2.%3%4.');
      const body = [0, 1, 3, 3, 1, 3, 0, 1, 3].map((at) => p('x', numbered(1, at))).join('');
      expect(await numbersOf(docx(body, { 'word/numbering.xml': numbering(levels) }))).toEqual([
        '1.',
        '1.a.',
        '1.a.1.',
        '1.a.2.',
        '1.b.',
        '1.b.1.',
        '2.',
        '2.a.',
        '2.a.1.',
      ]);
    },
  );

  test('of bullets are none', async () => {
    const document = await read(
      docx(p('Item', numbered(1)), { 'word/numbering.xml': numbering(level(0, 'bullet', '\uf0b7')) }),
    );
    expect(outline(document)).toEqual(['list-item: Item']);
    expect(document.text).toBe('• Item');
  });
});

describe('Word documents', () => {
  test('headings are told by outline level, also through the styles a style is based on', async () => {
    const styles = part(
      'styles',
      '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="base"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>' +
        '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="mine"/><w:basedOn w:val="Base"/></w:style>' +
        '<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="ring"/><w:basedOn w:val="Ring"/></w:style>',
    );
    const document = await read(
      docx(
        p('A section', '<w:pStyle w:val="Mine"/>') + p('Running text is here.', '<w:pStyle w:val="Ring"/>'),
        { 'word/styles.xml': styles },
      ),
    );
    expect(document.blocks.map((block) => [block.kind, block.level])).toEqual([
      ['heading', 2],
      ['paragraph', null],
    ]);
  });

  test('deleted text goes, inserted text stays', async () => {
    const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
    const body =
      `<w:p>${run('The vendor ')}<w:del><w:r><w:delText>may</w:delText></w:r></w:del><w:ins>${run('shall')}</w:ins>` +
      `${run(' reply.')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>`;
    const comments = part('comments', `<w:comment w:id="0">${p('Really?')}</w:comment>`);
    const document = await read(
      docx(body, {
        'word/comments.xml': comments,
        'word/media/image1.png': 'x',
        'word/embeddings/sheet.xlsx': 'x',
      }),
    );
    expect(document.text).toBe('The vendor shall reply.');
    expect(document.leftOut.map(({ kind, count }) => [kind, count])).toEqual([
      ['COMMENTS', 1],
      ['DELETED_TEXT', 1],
      ['HIDDEN_TEXT', 1],
      ['EMBEDDED_FILES', 1],
      ['PICTURES', 1],
    ]);
  });

  test('fields show their result and tables of contents are furniture', async () => {
    const char = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
    const body =
      `<w:p>${char('begin')}<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>${char('separate')}<w:r><w:t>Scope 3</w:t></w:r></w:p>` +
      `<w:p><w:r><w:t>Terms 4</w:t></w:r>${char('end')}</w:p>` +
      `<w:p><w:r><w:t xml:space="preserve">See page </w:t></w:r>${char('begin')}<w:r><w:instrText>PAGEREF x</w:instrText></w:r>${char('separate')}<w:r><w:t>7</w:t></w:r>${char('end')}</w:p>`;
    expect(outline(await read(docx(body)))).toEqual([
      'contents: Scope 3',
      'contents: Terms 4',
      'paragraph: See page 7',
    ]);
  });

  test('links, content controls, notes and text boxes are read in order', async () => {
    const body =
      '<w:p><w:hyperlink><w:r><w:t>The form</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r>' +
      `<w:r><w:drawing><w:txbxContent>${p('In a box.')}</w:txbxContent></w:drawing></w:r></w:p>` +
      `<w:sdt><w:sdtContent>${p('In a control.')}</w:sdtContent></w:sdt>`;
    const footnotes = part(
      'footnotes',
      `<w:footnote w:type="separator" w:id="0">${p('---')}</w:footnote><w:footnote w:id="2">${p('The note.')}</w:footnote>`,
    );
    const document = await read(docx(body, { 'word/footnotes.xml': footnotes }));
    expect(document.blocks.map((block) => block.text)).toEqual([
      'The form',
      'In a box.',
      'The note.',
      'In a control.',
    ]);
  });

  test('forms show what was chosen: boxes of every kind, entries of lists, and nothing where nobody entered anything', async () => {
    const run = (inner: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr>${inner}</w:r>`;
    const t = (text: string, properties = '') => run(`<w:t xml:space="preserve">${text}</w:t>`, properties);
    const char = (type: string, form = '') => run(`<w:fldChar w:fldCharType="${type}">${form}</w:fldChar>`);
    const form = (instruction: string, data: string, result = '') =>
      char('begin', `<w:ffData>${data}</w:ffData>`) +
      run(`<w:instrText> ${instruction} </w:instrText>`) +
      (result && char('separate') + t(result)) +
      char('end');
    const list = (chosen: string) =>
      `<w:ddList>${chosen}<w:listEntry w:val="Daily"/><w:listEntry w:val="Every quarter"/></w:ddList>`;
    const control = (properties: string, content: string) =>
      `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const box = (state: string) =>
      `<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">${state}</w14:checkbox>`;
    const symbol = (font: string, code: string) => run(`<w:sym w:font="${font}" w:char="${code}"/>`);
    const wingdings = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>';
    const paragraphs = [
      form('FORMDROPDOWN', list('<w:result w:val="1"/>')),
      form('FORMDROPDOWN', list('<w:default w:val="1"/>')),
      form('FORMDROPDOWN', list('')),
      form('FORMDROPDOWN', list('<w:result w:val="0"/>'), 'Daily'),
      form('FORMCHECKBOX', '<w:checkBox><w:default w:val="1"/></w:checkBox>') + t('Yes'),
      form('FORMCHECKBOX', '<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>') +
        t(' Yes'),
      control(box('<w14:checked w14:val="1"/>'), t('J', '<w:rFonts w:ascii="Wingdings"/>')) + t(' Yes'),
      control(box('<w14:checked w14:val="0"/>'), t('\u00a8')) + t(' No'),
      control('<w:dropDownList/>', t('Twice a week')),
      control('<w:showingPlcHdr/><w:dropDownList/>', t('Choose an item.')) + t('Frequency:'),
      `${symbol('Wingdings 2', 'F0A3')}${t(' Yes ')}${symbol('Wingdings 2', 'F052')}${t(' No')}`,
      `${t('\uf0a3', wingdings)}${t(' Yes ')}${t('\uf054', wingdings)}${t(' No')}`,
      `${t('At least ')}${symbol('Symbol', 'F0B3')}${t(' 99 %')}`,
    ];
    const { text } = await read(docx(paragraphs.map((inner) => `<w:p>${inner}</w:p>`).join('')));
    expect(text.split('\n\n')).toEqual([
      'Every quarter',
      'Every quarter',
      'Daily',
      'Daily',
      '☒ Yes',
      '☐ Yes',
      '☒ Yes',
      '☐ No',
      'Twice a week',
      'Frequency:',
      '☐ Yes ☒ No',
      '☐ Yes ☒ No',
      'At least ≥ 99 %',
    ]);
  });

  test('of several ways to say the same the first that Word understands is read', async () => {
    const branch = (name: string, requires: string, text: string) =>
      `<mc:${name} ${requires && `Requires="${requires}"`}><w:r><w:t>${text}</w:t></w:r></mc:${name}>`;
    const either = (...branches: string[]) =>
      '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ' +
      'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ' +
      `xmlns:own="http://example.com/own">${branches.join('')}</mc:AlternateContent></w:p>`;
    const body =
      either(branch('Choice', 'own', 'Private'), branch('Fallback', '', 'For everybody')) +
      either(branch('Choice', 'own', 'Private')) +
      either(branch('Choice', 'nobody', 'Undeclared'), branch('Choice', 'wps', 'A shape')) +
      either(branch('Choice', 'wps', 'A box'), branch('Fallback', '', 'A picture of it')) +
      either(branch('Choice', 'wps own', 'Needs both'), branch('Fallback', '', 'Needs none'));
    expect(outline(await read(docx(body)))).toEqual([
      'paragraph: For everybody',
      'paragraph: A shape',
      'paragraph: A box',
      'paragraph: Needs none',
    ]);
  });

  test('documents that stand in a document are read in their place', async () => {
    const chunk = (id: string) =>
      `<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="${id}"/>`;
    const inner = docx(`${p('From another document.')}${chunk('a')}`, {
      'word/_rels/document.xml.rels':
        '<Relationships><Relationship Id="a" Target="gone.html"/></Relationships>',
    });
    const targets = ['a.html', '/word/b.docx', 'c.txt', 'd.rtf', 'e.html', '../../etc/passwd'];
    const body =
      `${p('Before.')}<w:tbl><w:tr><w:tc>${p('No.')}</w:tc><w:tc>${p('Asked')}</w:tc></w:tr></w:tbl>` +
      `${['0', '1', '2', '3', '5'].map(chunk).join('')}${p('After.')}` +
      `<w:tbl><w:tr><w:tc>${p('In a cell')}</w:tc><w:tc>${chunk('4')}</w:tc></w:tr></w:tbl>`;
    const parts: Record<string, string | Uint8Array> = {
      '[Content_Types].xml':
        '<Types><Default Extension="html" ContentType="text/html"/><Default Extension="rtf" ContentType="application/rtf"/></Types>',
      'word/_rels/document.xml.rels': `<Relationships>${targets
        .map((target, index) => `<Relationship Id="${index}" Target="${target}"/>`)
        .join('')}</Relationships>`,
      'word/a.html':
        '<h2>Hosting</h2><table><tr><th>No.</th><th>Question</th></tr><tr><td>1</td><td>Where?</td></tr></table><ol><li>When?</li></ol>',
      'word/b.docx': inner,
      'word/c.txt': '- [x] A tick in plain text',
      'word/d.rtf': '{\\rtf1 Not read}',
      'word/e.html': '<p>A line</p><p>and another</p>',
    };
    const document = await read(docx(body, parts));
    expect(outline(document)).toEqual([
      'paragraph: Before.',
      'table-row: No.\tAsked',
      'heading: Hosting',
      'table-row: No.\tQuestion',
      'table-row: 1\tWhere?',
      'list-item 1.: When?',
      'paragraph: From another document.',
      'list-item: A tick in plain text',
      'paragraph: After.',
      'table-row: In a cell\tA line\nand another',
    ]);
    expect(document.text).toContain('[x] A tick');
    // The RTF, and what leads out of the file.
    expect(document.leftOut).toMatchObject([{ kind: 'EMBEDDED_FILES', count: 2 }]);
    expect(document.blocks.flatMap(({ row }) => (row ? [row.table] : []))).toEqual([0, 1, 1, 2]);
  });

  test('a text box in a cell is part of the cell', async () => {
    const box = `<w:p><w:r><w:pict><w:txbxContent>${p('Since 2019,')}${p('audited yearly.')}</w:txbxContent></w:pict></w:r></w:p>`;
    const body = `<w:tbl><w:tr><w:tc>${p('Are you certified?')}</w:tc><w:tc>${p('Yes.')}${box}</w:tc></w:tr></w:tbl>`;
    expect(cellsOf(await read(docx(body)))).toEqual([
      ['Are you certified?', 'Yes.\nSince 2019,\naudited yearly.'],
    ]);
  });

  test('merged cells leave empty places, so that columns stay in line', async () => {
    const cell = (text: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${p(text)}</w:tc>`;
    const body =
      `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>${cell('No')}${cell('Question')}${cell('Answer')}</w:tr>` +
      `<w:tr>${cell('Security', '<w:gridSpan w:val="3"/>')}</w:tr>` +
      `<w:tr>${cell('1', '<w:vMerge w:val="restart"/>')}${cell('Do you log?')}${cell('')}</w:tr>` +
      `<w:tr>${cell('gone', '<w:vMerge/>')}${cell('For how long?')}${cell('')}</w:tr></w:tbl>`;
    const document = await read(docx(body));
    expect(cellsOf(document)).toEqual([
      ['No', 'Question', 'Answer'],
      ['Security', '', ''],
      ['1', 'Do you log?', ''],
      ['', 'For how long?', ''],
    ]);
    expect(document.blocks.map((block) => block.row!.isHeader)).toEqual([true, false, false, false]);
  });

  test('a table inside a cell is part of the text of that cell, with the numbers of its items', async () => {
    const inner = `<w:tbl><w:tr><w:tc>${p('Inner A')}</w:tc><w:tc>${p('Inner B')}</w:tc></w:tr></w:tbl>`;
    const body = `<w:tbl><w:tr><w:tc>${p('Item', numbered(1))}${inner}</w:tc><w:tc>${p('Right')}</w:tc></w:tr></w:tbl>`;
    const document = await read(
      docx(body, { 'word/numbering.xml': numbering(level(0, 'lowerLetter', '(%1)')) }),
    );
    expect(cellsOf(document)[0]![1]).toBe('Right');
    expect(document.blocks[0]!.text).toContain('(a) Item\nInner A');
  });

  test('a frame of one cell is no table', async () => {
    const body = `<w:tbl><w:tr><w:tc>${p('The vendor shall reply.')}</w:tc></w:tr></w:tbl>`;
    expect(outline(await read(docx(body)))).toEqual(['paragraph: The vendor shall reply.']);
  });

  test('what the docx package writes is read: headings, headers, footers and tables', async () => {
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
    const file = new Document({
      sections: [
        {
          headers: { default: new Header({ children: [new Paragraph('RFP 2024-17')] }) },
          footers: { default: new Footer({ children: [new Paragraph('State of Example')] }) },
          children: [
            new Paragraph({ text: 'Scope', heading: HeadingLevel.HEADING_1 }),
            new Paragraph('The vendor shall host the system.'),
            new Table({
              rows: [
                new TableRow({ tableHeader: true, children: [cell('Item'), cell('Due')] }),
                new TableRow({ children: [cell('Quote'), cell('May')] }),
              ],
            }),
          ],
        },
      ],
    });
    expect(outline(await read(new Uint8Array(await Packer.toBuffer(file))))).toEqual([
      'header: RFP 2024-17',
      'heading: Scope',
      'paragraph: The vendor shall host the system.',
      'table-row: Item\tDue',
      'table-row: Quote\tMay',
      'footer: State of Example',
    ]);
  });
});

describe('hostile Word documents', () => {
  const main = (xml: string) => docx('', { 'word/document.xml': xml });

  test.each([
    ['a document type declaration', main('<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document>&a;</w:document>')],
    ['XML that is not well-formed', main('<w:document><w:body><w:p></w:body></w:document>')],
    ['elements nested 100,000 deep', main(`<w:document>${'<w:p>'.repeat(100_000)}`)],
    ['no body', main('<w:document/>')],
    ['a zip that is cut off', docx(p('text')).slice(0, 200)],
  ])('%s is refused as damaged', async (_name, bytes) => {
    await expect(extractDocument(bytes, 'docx')).rejects.toMatchObject({ kind: 'file-corrupt' });
  });

  test('an entry that unpacks to far more than its size is refused before it is unpacked', async () => {
    const bomb = docx(`<w:p>${' '.repeat(60_000_000)}</w:p>`);
    expect(bomb.length).toBeLessThan(200_000);
    await expect(extractDocument(bomb, 'docx')).rejects.toMatchObject({ kind: 'file-too-large' });
  });

  test('an entry above the limit is refused', async () => {
    const bytes = docx(p('text '.repeat(1000)));
    await expect(extractDocument(bytes, 'docx', { entryBytes: 1000 })).rejects.toMatchObject({
      kind: 'file-too-large',
    });
  });
});

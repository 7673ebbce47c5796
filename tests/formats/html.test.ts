import { describe, expect, test } from 'vitest';
import { extractDocument } from '../../src/formats/index.js';
import { cellsOf, expectSound, outline } from './support/invariants.js';

async function read(source: string | Uint8Array) {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source;
  const document = await extractDocument(bytes, 'html');
  expectSound(document);
  return document;
}

describe('a web page is read as a browser shows it', () => {
  test('headings, paragraphs and the text of links', async () => {
    const document = await read(
      '<!DOCTYPE html><title>T</title><h1>1. Security</h1><p>We <b>encrypt</b>\n all <a href="http://127.0.0.1:9/x">data</a>.<p>Twice.' +
        '<h2>Keys &amp; secrets</h2>Bare text<br>on two lines<div>and a part</div>',
    );
    expect(outline(document)).toEqual([
      'heading 1.: Security',
      'paragraph: We encrypt all data.',
      'paragraph: Twice.',
      'heading: Keys & secrets',
      'paragraph: Bare text\non two lines',
      'paragraph: and a part',
    ]);
    expect(document.blocks.map(({ level }) => level)).toEqual([1, null, null, 2, null, null]);
  });

  test('lists with the numbers that are shown', async () => {
    const document = await read(
      '<ol start=3><li>three<ul><li>inner</ul><li value=9>nine<p>more</ol><ol type=a><li>x<li>y</ol><ol type=I><li>one<li>two</ol>',
    );
    expect(document.blocks.map(({ kind, number, level, text }) => [kind, number, level, text])).toEqual([
      ['list-item', '3.', 1, 'three'],
      ['list-item', null, 2, 'inner'],
      ['list-item', '9.', 1, 'nine'],
      ['paragraph', null, null, 'more'],
      ['list-item', 'a.', 1, 'x'],
      ['list-item', 'b.', 1, 'y'],
      ['list-item', 'I.', 1, 'one'],
      ['list-item', 'II.', 1, 'two'],
    ]);
  });

  test('tables by column, with cells over several rows and columns', async () => {
    const document = await read(
      '<table><caption>Levels</caption><tr><th>Priority<th>Response<th>Fix</tr>' +
        '<tr><td rowspan=2>One<td>15 <i>minutes</i><td>4 hours</tr><tr><td colspan=2><ul><li>best<li>effort</ul></tr></table>',
    );
    expect(document.blocks[0]!.text).toBe('Levels');
    expect(cellsOf(document)).toEqual([
      ['Priority', 'Response', 'Fix'],
      ['One', '15 minutes', '4 hours'],
      ['', '• best\n• effort', ''],
    ]);
    expect(document.blocks.map(({ row }) => row?.isHeader ?? null)).toEqual([null, true, false, false]);
  });

  test('a table that only arranges the page is no table', async () => {
    const document = await read(
      '<table><tr><td><h1>Left</h1><p>a</td><td><table><tr><th>Q<th>A</tr><tr><td>1<td>2</tr></table></td></tr></table>',
    );
    expect(outline(document)).toEqual([
      'heading: Left',
      'paragraph: a',
      'table-row: Q\tA',
      'table-row: 1\t2',
    ]);
  });

  test('terms with their definitions as rows', async () => {
    const document = await read('<dl><dt>RPO<dd>1 hour<dt>RTO<dt>MTTR<dd>4 hours<dd>at night 8</dl>');
    expect(cellsOf(document)).toEqual([
      ['RPO', '1 hour'],
      ['RTO\nMTTR', '4 hours\nat night 8'],
    ]);
  });

  test('menus and what stands at the foot of the page are furniture', async () => {
    const document = await read(
      '<nav><a>Home</a></nav><main><p>Text<footer>Signed</footer></main><footer>© Acme</footer>',
    );
    expect(document.blocks.map(({ furniture, text }) => [furniture, text])).toEqual([
      ['contents', 'Home'],
      [null, 'Text'],
      [null, 'Signed'],
      ['footer', '© Acme'],
    ]);
  });

  test('boxes of forms and preformatted text', async () => {
    const document = await read(
      '<form><input type=checkbox checked>Yes <input type=radio>No<input type=hidden value=secret></form><pre>a\n  b</pre>',
    );
    expect(document.text).toContain('☒ Yes ☐ No');
    expect(document.text).toContain('a\n  b');
    expect(document.text).not.toContain('secret');
  });
});

describe('what nobody sees is no text', () => {
  test.each([
    ['scripts', '<script>secret()</script>'],
    ['styles', '<style>.secret{}</style>'],
    ['comments', '<!-- secret -->'],
    ['event handlers', '<p onclick="secret()">x</p>'],
    ['hidden elements', '<div hidden>secret</div>'],
    ['what a style hides', '<span style="color:red; DISPLAY : none">secret</span>'],
    ['what is invisible', '<p style="visibility:hidden">secret</p>'],
    ['type of no size', '<p style="font-size:0">secret</p>'],
    ['templates', '<template>secret</template>'],
    ['frames', '<iframe srcdoc="secret">secret</iframe>'],
    ['texts without scripts', '<noscript>secret</noscript>'],
    ['drawings', '<svg><text>secret</text></svg>'],
    ['scripts in what looks like comments', '<script><!-- <script>secret()</script> --></script>'],
    ['closed dialogs', '<dialog>secret</dialog>'],
    ['addresses', '<a href="javascript:secret()">x</a><img src="http://secret.invalid/" alt="secret">'],
  ])('%s', async (_name, source) => {
    expect((await read(`<p>before</p>${source}<p>after</p>`)).text).not.toContain('secret');
  });
});

describe('the encoding is told', () => {
  const page = (declared: string) => `${declared}<p>Größe – “gut”`;
  test.each([
    ['by its byte order mark', Buffer.from(`\ufeff${page('')}`, 'utf16le')],
    [
      'by what the page declares',
      Buffer.from(page('<meta charset="iso-8859-1">').replace(/[–“”]/g, ''), 'latin1'),
    ],
    ['as UTF-8 where it is that', Buffer.from(page(''))],
    ['as UTF-8 against a wrong declaration of UTF-16', Buffer.from(page('<meta charset=utf-16>'))],
    ['as Windows-1252 otherwise', Buffer.from('<p>Gr\xf6\xdfe', 'latin1')],
    ['as UTF-8 where nobody knows what is declared', Buffer.from(page('<meta charset="klingon">'))],
  ])('%s', async (_name, bytes) => {
    expect((await read(new Uint8Array(bytes))).text).toContain('Größe');
  });

  test('in Japanese', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><p>'),
      Buffer.from([0x93, 0x8c, 0x8b, 0x9e]),
    ]);
    expect((await read(new Uint8Array(bytes))).text).toBe('東京');
  });
});

test('a long page that closes nothing is not deep', async () => {
  const { blocks } = await read('<p>a<b>b</b><li>c<td>d'.repeat(3000));
  expect(blocks.length).toBeGreaterThan(3000);
});

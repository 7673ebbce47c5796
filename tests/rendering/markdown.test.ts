import { Marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { forClient, renderResponse } from '../../src/rendering/index.js';
import { all, openDocx, paragraphs, textOf, toHtml } from './support/docx.js';
import { item, response } from './support/response.js';

async function answered(answer: string) {
  const file = await renderResponse(response([item(1, { answer, status: 'EDITED' })]));
  return { file, ...openDocx(file) };
}

describe('Markdown in an answer', () => {
  test('keeps its headings below the question, in order', async () => {
    const { body } = await answered('# Approach\n\ntext\n\n## Phase one\n\n###### Detail');
    const headings = paragraphs(body).filter(({ style }) => style?.startsWith('Heading'));
    expect(headings.map(({ style, text }) => [style, text])).toEqual([
      ['Heading1', 'Security'],
      ['Heading2', 'What is your answer to question 1?'],
      ['Heading3', 'Approach'],
      ['Heading4', 'Phase one'],
      ['Heading6', 'Detail'],
      ['Heading1', 'Open points'],
      ['Heading3', 'Items to complete'],
      ['Heading3', 'Review'],
    ]);
  });

  test('has nested lists that Word numbers, each ordered list restarting', async () => {
    const { body, parts, file } = await answered(
      '1. one\n2. two\n   - dot\n     1. deep\n3. three\n\nThen:\n\n1. again\n2. more\n\nAnd:\n\n7. seven',
    );
    const items = paragraphs(body).filter(({ numId }) => numId !== null);
    const ids = Object.fromEntries(items.map(({ text, numId }) => [text, numId]));
    expect(items.map(({ text, level }) => [text, level])).toEqual([
      ['one', '0'],
      ['two', '0'],
      ['dot', '1'],
      ['deep', '2'],
      ['three', '0'],
      ['again', '0'],
      ['more', '0'],
      ['seven', '0'],
    ]);
    expect(ids.three).toBe(ids.one);
    expect(new Set([ids.one, ids.dot, ids.deep, ids.again, ids.seven]).size).toBe(5);
    const numbering = parts.get('word/numbering.xml')!;
    expect(numbering).toContain(
      `w:numId="${ids.again}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>`,
    );
    expect(numbering).toContain(
      `w:numId="${ids.seven}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/>`,
    );
    expect(await toHtml(file)).toContain(
      '<ol><li>one</li><li>two<ul><li>dot<ol><li>deep</li></ol></li></ul></li><li>three</li></ol>',
    );
  });

  test('has every number that a list refers to defined', async () => {
    const { body, parts } = await answered(
      Array.from({ length: 40 }, (_, i) => `- a\n\ntext ${i}\n\n1. b\n`).join('\n'),
    );
    const defined = new Set(
      [...parts.get('word/numbering.xml')!.matchAll(/<w:num w:numId="(\d+)"/g)].map(([, id]) => id),
    );
    const used = paragraphs(body).flatMap(({ numId }) => numId ?? []);
    expect(used).toHaveLength(80);
    expect(used.filter((id) => !defined.has(id))).toEqual([]);
  });

  test('has tables with a repeated header row, borders, widths and alignment', async () => {
    const { body, file } = await answered(
      '| Layer | Key |\n|:--|--:|\n| Disk | **256** |\n| Wire | 128<br>or 256 |',
    );
    const table = all(body, 'w:tbl').find((each) => textOf(each).startsWith('Layer'))!;
    const rows = all(table, 'w:tr').map((row) => all(row, 'w:tc').map(textOf));
    expect(rows).toEqual([
      ['Layer', 'Key'],
      ['Disk', '256'],
      ['Wire', '128or 256'],
    ]);
    expect(all(table, 'w:tblHeader')).toHaveLength(1);
    expect(all(table, 'w:insideH')[0]?.attributes['w:val']).toBe('single');
    const grid = all(table, 'w:gridCol').map((column) => Number(column.attributes['w:w']));
    expect(grid).toHaveLength(2);
    expect(grid[0]! + grid[1]!).toBeGreaterThan(9_000);
    expect(all(all(table, 'w:tc')[3]!, 'w:jc')[0]?.attributes['w:val']).toBe('right');
    const html = await toHtml(file);
    expect(html).toContain('<th><p><strong>Layer</strong></p></th>');
    expect(html).toContain('<td><p>128<br />or 256</p></td>');
  });

  test('has links that open, and leaves addresses that a client should not follow as text', async () => {
    const { parts, file } = await answered(
      '[trust](https://a.example/x?b=1&amp;c=2 "t") <https://b.example/> mail@c.example ' +
        '[js](javascript:alert(1)) [file](file:///etc/passwd) [rel](docs/x.md) [odd](https://d.example/%zz"<>)',
    );
    const relations = parts.get('word/_rels/document.xml.rels')!;
    const targets = [...relations.matchAll(/Target="([^"]*)" TargetMode="External"/g)].map(
      ([, target]) => target,
    );
    expect(targets).toEqual([
      'https://a.example/x?b=1&amp;c=2',
      'https://b.example/',
      'https://d.example/%25zz%22%3C%3E',
    ]);
    const html = await toHtml(file);
    expect(html).toContain('<a href="https://a.example/x?b=1&amp;c=2">trust</a>');
    expect(html).toContain('js file rel');
  });

  test('has bold, italic, struck and code text, alone and together', async () => {
    const { body, file } = await answered('**b** *i* ~~s~~ ***bi*** `c *x* &amp;` 1 \\* 2 &lt; 3 &#8211; 4');
    expect(await toHtml(file)).toContain(
      '<strong>b</strong> <em>i</em> <s>s</s> <strong><em>bi</em></strong> c *x* &amp;amp; 1 * 2 &lt; 3 – 4',
    );
    expect(all(body, 'w:rStyle').map((each) => each.attributes['w:val'])).toContain('InlineCode');
  });

  test('has code blocks, quotations and rules with looks of their own', async () => {
    const { body } = await answered('```\na  b\n\nc\n```\n\n> said\n> so\n\n---\n\nend');
    const code = all(body, 'w:p').find((p) => paragraphs({ ...p, children: [p] })[0]?.style === 'CodeBlock')!;
    expect(all(code, 'w:t').map((each) => each.children.join(''))).toEqual(['a  b', '', 'c']);
    expect(all(code, 'w:br')).toHaveLength(2);
    expect(paragraphs(body)).toContainEqual(expect.objectContaining({ style: 'Quote', text: 'said so' }));
  });

  test('shows HTML as text and images as their alternative text, fetching nothing', async () => {
    const { body, parts } = await answered(
      '<div>block</div>\n\nan <b>inline</b> tag\n\n![Data flow](https://a.example/x.png)',
    );
    const text = paragraphs(body).map((p) => p.text);
    expect(text).toEqual(expect.arrayContaining(['<div>block</div>', 'an <b>inline</b> tag', 'Data flow']));
    expect([...parts.keys()].filter((path) => path.startsWith('word/media'))).toEqual([]);
    expect(parts.get('word/_rels/document.xml.rels')).not.toContain('a.example');
  });

  test('has task lists with boxes', async () => {
    const { body } = await answered('- [x] done\n- [ ] open');
    const items = paragraphs(body).filter(({ numId }) => numId !== null);
    expect(items.map(({ text }) => text)).toEqual(['☒ done', '☐ open']);
  });

  test('keeps its text and tables within the page, however deep they are nested', async () => {
    const deep = '> '.repeat(60);
    const { body } = await answered(`${deep}| a | b |\n${deep}|---|---|\n${deep}| c | d |\n\n${deep}end`);
    const width = 12_240 - 2 * 1_300;
    const indents = all(body, 'w:ind').map(({ attributes }) => Number(attributes['w:left'] ?? 0));
    expect(Math.max(...indents)).toBeLessThan(width * 0.6);
    const grid = all(all(body, 'w:tbl')[1]!, 'w:gridCol').map(({ attributes }) => Number(attributes['w:w']));
    expect(Math.min(...grid)).toBeGreaterThan(1_000);
  });

  test.each([
    ['a quotation 20,000 deep', `${'> '.repeat(20_000)}end`],
    ['a list 400 deep', Array.from({ length: 400 }, (_, i) => `${'  '.repeat(i)}- end`).join('\n')],
    ['100,000 unclosed brackets', `${'['.repeat(100_000)}end`],
    ['100,000 characters of emphasis', `${'_a_'.repeat(33_000)} end`],
    ['a table of 70 columns', `${'|a'.repeat(70)}|\n${'|-'.repeat(70)}|\n${'|b'.repeat(70)}|\n\nend`],
  ])('survives %s without losing text', async (_, answer) => {
    const { body } = await answered(answer);
    const text = textOf(body);
    expect(text).toContain('end');
    const columns = all(body, 'w:tbl').map((table) => all(table, 'w:gridCol').length);
    expect(Math.max(...columns)).toBeLessThanOrEqual(63);
  });
});

describe('What others wrote in an answer', () => {
  const link = '[offer](https://others.example/x)';
  const tableCell = `| a | b |\n|---|---|\n| \` | ${link} \` |`;
  test.each([
    ...[`\`\` ${link}\` end`, `\\\`${link}\` end`, `text \`\`\`${link}\` end`, tableCell],
    ...[`\`\`\` a\`b\n${link}`, `- item\n\n  \`\`\`\n  code\n\n${link}`, `<!--\n~~~\n-->\n\n${link}`],
    ...['``` a`b\nhttps://others.example/x', '``` a`b\n<img src="https://others.example/x">'],
    ...['[x]\n\n- [x]: https://others.example/x', '[x]\n\n> > [x]: https://others.example/x'],
    ...['[x y]\n\n[x\ny]: https://others.example/x', '[x\\]]\n\n[x\\]]: https://others.example/x'],
  ])('leads nowhere, though a part of it looks like code or a definition: %j', async (answer) => {
    expect(new Marked().parse(answer)).toMatch(/<(a|img) /);
    const shown = new Marked().parse(forClient(answer, false));
    expect(shown).not.toMatch(/<(a|img)\b/);
    expect(shown).toContain('others.example/x');
    const file = await renderResponse(response([item(1, { answer })]));
    expect(openDocx(file).parts.get('word/_rels/document.xml.rels') ?? '').not.toContain('others.example');
  });

  test('stays code where it is some', () => {
    const code = `Call \`GET https://api.example/x\`:\n\n\`\`\`http\n${link}\n\`\`\``;
    expect(forClient(code, false)).toBe(code);
  });
});

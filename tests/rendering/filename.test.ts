import { describe, expect, test } from 'vitest';
import { contentDisposition, responseFilename } from '../../src/rendering/index.js';

const at = new Date('2026-11-20T23:30:00-05:00');

describe('the name of the response file', () => {
  test('has the client and the UTC date', () => {
    expect(responseFilename('Acme & Sons, Ltd.', at)).toBe('RFP_Response_Acme_Sons_Ltd_20261121.docx');
  });

  test.each([
    ['../../x"', 'x'],
    ['</w:t>', 'w_t'],
    ['a\r\nSet-Cookie: b', 'a_Set_Cookie_b'],
    ['   ', 'Client'],
    ['', 'Client'],
    ['🙂', 'Client'],
    ['\u0301', 'Client'],
    ['\ud800', 'Client'],
    ['NUL\u0000.txt', 'NUL_txt'],
    ['Île-de-France Santé', 'Île_de_France_Santé'],
    ['東京都 病院', '東京都_病院'],
    ['वित्त मंत्रालय', 'वित्त_मंत्रालय'],
  ])('of client %j is safe and still readable', (client, expected) => {
    expect(responseFilename(client, at)).toBe(`RFP_Response_${expected}_20261121.docx`);
  });

  test('keeps at most 80 characters of the client and no half character', () => {
    const client = responseFilename('𝒳'.repeat(200), at).slice(
      'RFP_Response_'.length,
      -'_20261121.docx'.length,
    );
    expect([...client]).toHaveLength(80);
    expect(client).toBe('𝒳'.repeat(80));
  });
});

describe('Content-Disposition', () => {
  test('needs only the plain form for an ASCII name', () => {
    expect(contentDisposition('RFP_Response_Acme_20261121.docx')).toBe(
      'attachment; filename="RFP_Response_Acme_20261121.docx"',
    );
  });

  test('carries the exact name beside an ASCII fallback', () => {
    expect(contentDisposition('RFP_Response_Santé_20261121.docx')).toBe(
      `attachment; filename="RFP_Response_Sante_20261121.docx"; filename*=UTF-8''RFP_Response_Sant%C3%A9_20261121.docx`,
    );
  });

  test.each(['a"; filename="evil.exe', 'a\r\nX-Evil: 1', 'a\\b', "it's (1)*.docx", '\ud800x', '東京.docx'])(
    'cannot be broken out of by %j',
    (name) => {
      const value = contentDisposition(name);
      const form =
        /^attachment; filename="[\w. -]*"(?:; filename\*=UTF-8''((?:[\w.!#$&+^`|~-]|%[\dA-F]{2})*))?$/;
      expect(value).toMatch(form);
      const exact = form.exec(value)?.[1];
      if (exact !== undefined) expect(decodeURIComponent(exact)).toBe(name.replace(/[\ud800\r\n]/g, ''));
    },
  );
});

import { describe, expect, test } from 'vitest';
import { countChanges, diffTexts, unifiedText } from '../../src/documents/index.js';

const lines = (...all: string[]) => all.join('\n');

describe('the difference of two texts', () => {
  test('is nothing for equal ones', () => {
    expect(diffTexts('a\nb', 'a\nb')).toEqual({
      hunks: [],
      linesAdded: 0,
      linesRemoved: 0,
      coarse: false,
      truncated: false,
    });
  });

  test('shows changed lines word by word, with the lines around them', () => {
    const diff = diffTexts(
      lines('1', '2', '3', '4', 'The quick brown fox', '6', '7', '8', '9'),
      lines('1', '2', '3', '4', 'The slow brown fox', '6', '7', '8', '9'),
    );
    expect(diff).toMatchObject({ linesAdded: 1, linesRemoved: 1 });
    expect(diff.hunks).toHaveLength(1);
    const [hunk] = diff.hunks;
    expect(hunk).toMatchObject({ kind: 'changed', oldStart: 2, newStart: 2 });
    expect(hunk!.lines.map(({ kind }) => kind)).toEqual([
      'context',
      'context',
      'context',
      'removed',
      'added',
      'context',
      'context',
      'context',
    ]);
    expect(hunk!.lines[4]!.spans).toEqual([
      { kind: 'same', text: 'The ' },
      { kind: 'changed', text: 'slow' },
      { kind: 'same', text: ' brown fox' },
    ]);
    expect(unifiedText(diff)).toBe(
      lines(
        '@@ -2,7 +2,7 @@',
        ' 2',
        ' 3',
        ' 4',
        '-The quick brown fox',
        '+The slow brown fox',
        ' 6',
        ' 7',
        ' 8',
      ),
    );
  });

  test('says for each hunk whether lines came, went, or both', () => {
    const far = Array.from({ length: 10 }, (_, n) => `far ${n}`);
    const diff = diffTexts(lines('a', ...far, 'gone', ...far), lines('new', 'a', ...far, ...far));
    expect(diff.hunks.map(({ kind, oldStart, newStart }) => [kind, oldStart, newStart])).toEqual([
      ['added', 1, 1],
      ['removed', 9, 10],
    ]);
  });

  test('of a text and nothing is the whole text', () => {
    expect(diffTexts('', 'a\nb')).toMatchObject({ linesAdded: 2, linesRemoved: 0 });
    expect(unifiedText(diffTexts('', 'a\nb'))).toBe('@@ -0,0 +1,2 @@\n+a\n+b');
  });

  test('of two long texts without a line in common is coarse and cut, and says so', () => {
    const text = (mark: string) => Array.from({ length: 150_000 }, (_, n) => `${mark} ${n * 7}`).join('\n');
    const diff = diffTexts(text('one'), text('other'));
    expect(diff).toMatchObject({ linesAdded: 150_000, linesRemoved: 150_000, coarse: true, truncated: true });
    expect(diff.hunks.flatMap((hunk) => hunk.lines)).toHaveLength(5_000);
  });

  test('is counted for the list of versions', () => {
    expect(countChanges('a\nb\nc', 'a\nB\nc\nd')).toEqual({ linesAdded: 2, linesRemoved: 1 });
  });
});

import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** Changed lines, beyond which texts count as different throughout: comparing them would take long. */
const MOST_CHANGES = 500;

/** What a version changed, in the unified format of `diff -u`; empty where nothing. */
export function unifiedDiff(
  before: { name: string; text: string },
  after: { name: string; text: string },
): string {
  if (before.text === after.text) return '';
  const options = { headerOptions: FILE_HEADERS_ONLY, maxEditLength: MOST_CHANGES };
  const patch = createTwoFilesPatch(
    before.name,
    after.name,
    `${before.text}\n`,
    `${after.text}\n`,
    undefined,
    undefined,
    options,
  );
  return patch ?? replaced(before, after);
}

function replaced(before: { name: string; text: string }, after: { name: string; text: string }): string {
  const [old, now] = [before.text.split('\n'), after.text.split('\n')];
  return [
    `--- ${before.name}`,
    `+++ ${after.name}`,
    `@@ -1,${old.length} +1,${now.length} @@`,
    ...old.map((line) => `-${line}`),
    ...now.map((line) => `+${line}`),
    '',
  ].join('\n');
}

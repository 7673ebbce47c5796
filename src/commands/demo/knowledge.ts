import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, upload } from './api.js';

interface Pair {
  question: string;
  answer: string;
  source: string;
  tags: string[];
}

/**
 * Brings the sample knowledge base into the service. What is there already is recognised by its content, so
 * that this may run again and again.
 */
export async function addSampleKnowledge(
  url: string,
  folder: string,
): Promise<{ documents: number; pairs: number }> {
  const files = (await readdir(folder)).filter((name) => /\.(md|txt|docx|pdf)$/.test(name)).sort();
  for (const name of files)
    await upload(
      url,
      'mutation ($file: File!) { uploadKnowledge(input: { file: $file, tags: ["sample"] }) { errors { message } } }',
      join(folder, name),
    );
  const pairs = JSON.parse(await readFile(join(folder, 'qa-pairs.json'), 'utf8')) as Pair[];
  for (const pair of pairs)
    await run(
      url,
      `mutation ($input: AddAnswerToLibraryInput!) { addAnswerToLibrary(input: $input) { errors { message } } }`,
      { input: pair },
    );
  return { documents: files.length, pairs: pairs.length };
}

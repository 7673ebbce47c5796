import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** DESIGN is looked at while the engine is made better; REPORT is only counted. Split by company. */
export const PARTS = {
  design: ['tailscale', 'cloudflare', 'sourcegraph', 'tts'],
  report: ['37signals', 'github', 'zulip', 'moj'],
} as const;
export type Part = keyof typeof PARTS;

/** What is right: an answer, the answer to a part with what is missing, both sides of a conflict, or nothing. */
export type Expected = 'answer' | 'part' | 'conflict' | 'none';

/** A line of `questions/<company>.jsonl`; what the fields mean is told in docs/answers.md. */
export interface AskedQuestion {
  id: string;
  kind: string;
  question: string;
  expect: Expected;
  /** Regular expressions, letter case aside, all of which a right answer holds. */
  must?: string[];
  /** None of which it holds. */
  mustNot?: string[];
  /** Where the documents say it, verbatim but for Markdown. */
  evidence?: { document: string; quote: string }[];
  /** Of a question that is answered by half: names what is not answered. */
  missing?: string;
}

export interface SetDocument {
  title: string;
  /** Its place in the set: "tailscale/password.md". */
  source: string;
  content: string;
  /** The year that its file name ends in; null where it is in use since today. */
  since: number | null;
}

export interface Company {
  name: string;
  part: Part;
  documents: SetDocument[];
  questions: AskedQuestion[];
}

const folder = import.meta.dirname;

/** @throws {Error} where a question names words that its document does not hold */
export function companiesOf(part: Part): Company[] {
  return PARTS[part].map((name) => {
    const documents = readdirSync(join(folder, 'documents', name))
      .sort()
      .map((file) => documentOf(name, file));
    const lines = readFileSync(join(folder, 'questions', `${name}.jsonl`), 'utf8')
      .trim()
      .split('\n');
    const questions = lines.map((line) => JSON.parse(line) as AskedQuestion);
    for (const question of questions) checkEvidence(name, documents, question);
    return { name, part, documents, questions };
  });
}

function documentOf(company: string, file: string): SetDocument {
  const content = readFileSync(join(folder, 'documents', company, file), 'utf8');
  const title = /^title: ['"]?(.+?)['"]?$/m.exec(content)?.[1] ?? /^# (.+)$/m.exec(content)?.[1] ?? file;
  const year = /-(\d{4})\.md$/.exec(file)?.[1];
  return { title, source: `${company}/${file}`, content, since: year ? Number(year) : null };
}

function checkEvidence(
  company: string,
  documents: SetDocument[],
  { id, expect, evidence = [] }: AskedQuestion,
) {
  if (expect !== 'none' && evidence.length === 0) throw new Error(`${id} names no evidence`);
  for (const { document, quote } of evidence) {
    const of = documents.find(({ source }) => source === `${company}/${document}`);
    if (!of || !letters(of.content).includes(letters(quote)))
      throw new Error(`${id}: ${document} does not hold "${quote}"`);
  }
}

/** Letters and digits alone: what Markdown and HTML add is left aside. */
const letters = (text: string) =>
  text
    .replace(/\]\([^)]*\)|\]\[[^\]]*\]|<[^>]*>/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Entry } from '../../tests/knowledge/scratch.js';

const folder = resolve(import.meta.dirname, '../../../shared/data/retrieval');

/** A question with the passage that answers it. */
export interface Asked {
  query: string;
  right: { title?: string; text: string; question?: string };
}

export interface RetrievalSet {
  name: string;
  entries: Entry[];
  asked: Asked[];
}

interface Xquad {
  data: { title: string; paragraphs: { context: string; qas: { question: string }[] }[] }[];
}
interface Row {
  title: string;
  section: string;
  question: string;
  answer: string;
}

const xquad = (JSON.parse(readFileSync(`${folder}/xquad.en.json`, 'utf8')) as Xquad).data;
const rows = readFileSync(`${folder}/k8s_prr_answers.jsonl`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);

/** Every n-th of a list. */
export const every = <T>(n: number, list: T[]): T[] => list.filter((_, i) => i % n === 0);

/** A generator of numbers from 0 to 1 that is the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** XQuAD English: 240 passages without titles, 1,190 questions. */
export const XQUAD: RetrievalSet = {
  name: 'XQuAD',
  entries: xquad.map(({ paragraphs }) => ({
    title: '-',
    passages: paragraphs.map(({ context }) => ({ text: context })),
  })),
  asked: xquad.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) =>
      qas.map(({ question }) => ({ query: question, right: { text: context } })),
    ),
  ),
};

const teams = [...new Set(rows.map(({ title }) => title))];
const answersOf = (withQuestions: boolean): Entry[] =>
  teams.map((title) => ({
    title,
    passages: rows
      .filter((row) => row.title === title)
      .map(({ question, answer, section }) =>
        withQuestions ? { text: answer, question, section } : { text: answer },
      ),
  }));

// Teams answer the same questions: only with its title does a question have one right answer, that of this team.
const questions: Asked[] = every(
  5,
  rows.map(({ title, question, answer }) => ({
    query: `${title}: ${question}`,
    right: { title, text: answer, question },
  })),
);

/** The questionnaire of some 240 teams: each question with the title of its team, all teams' answers to choose from. */
export const QUESTIONNAIRES: RetrievalSet[] = [
  { name: 'questionnaire, question/answer pairs', entries: answersOf(true), asked: questions },
  { name: 'questionnaire, answers as plain text', entries: answersOf(false), asked: questions },
];

/** One typing error in the longest word of each question: a letter doubled, left out, replaced, or two swapped. */
export function withTypo(query: string, random: () => number): string {
  const words = query.match(/[a-z]{5,}/gi) ?? [];
  const word = [...words].sort((a, b) => b.length - a.length)[0];
  if (!word) return query;
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [head, a, b, tail] = [word.slice(0, at), word[at]!, word[at + 1]!, word.slice(at + 2)];
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const made = [
    `${head}${a}${a}${b}${tail}`,
    `${head}${b}${tail}`,
    `${head}${letter}${b}${tail}`,
    `${head}${b}${a}${tail}`,
  ];
  return query.replace(word, made[Math.floor(random() * made.length)]!);
}

const sentencesIn = (texts: string[]) =>
  texts.flatMap((text) => text.split(/(?<=[.!?])\s+/)).filter((sentence) => sentence.length > 30);
const ALL = sentencesIn([
  ...xquad.flatMap(({ paragraphs }) => paragraphs.map(({ context }) => context)),
  ...rows.map(({ answer }) => answer),
]);
const TECHNICAL = sentencesIn(rows.map(({ answer }) => answer));

/** Passages of 120 words, made of sentences of the sets in an order that is the same in every run; 50 a document. */
export function mixedPassages(count: number, from: 'all' | 'questionnaire'): Entry[] {
  const random = seeded(1);
  const sentences = from === 'all' ? ALL : TECHNICAL;
  const passage = () => {
    let text = '';
    while (text.split(' ').length < 120) text += `${sentences[Math.floor(random() * sentences.length)]} `;
    return { text };
  };
  return Array.from({ length: count / 50 }, (_, n) => ({
    title: `Document ${n}`,
    passages: Array.from({ length: 50 }, passage),
  }));
}

import { spelledOut } from './synonyms.js';
import { asksMeasure, isAskingWord, isStopWord, pairsIn, topicWords, wordsOf } from './words.js';

/** What a query asks for. */
export interface Query {
  /** Its words without those of asking, as PostgreSQL's parser should see them; empty where none is left. */
  text: string;
  /** What it puts in quotation marks: passages without these words in this order are no hits. */
  phrases: string[];
  /** Stems that follow one another in it, but for one stop word. */
  pairs: [string, string][];
}

/** Distinct words of a query that count, from its beginning on; a paragraph has fewer. */
const MOST_WORDS = 100;
const MOST_PHRASES = 10;
const QUOTED = /"([^"]+)"|“([^”]+)”/g;

/**
 * Reads a query as people write it. Slashes, hyphens and underscores separate words: PostgreSQL's parser would take
 * "backup/recovery" for a file name.
 */
export function readQuery(query: string): Query {
  const plain = separated(query);
  const text = searchText(separated(spelledOut(query)));
  const phrases = [...plain.matchAll(QUOTED)]
    .map((match) => (match[1] ?? match[2] ?? '').trim())
    .filter((phrase) => wordsOf(phrase).some(({ word }) => !isStopWord(word)))
    .slice(0, MOST_PHRASES);
  return { text, phrases, pairs: pairsIn(wordsOf(text)) };
}

const separated = (query: string) => query.replace(/[/_\\-]+/g, ' ').replace(/’/g, "'");

function searchText(plain: string): string {
  const topic = new Set(topicWords(plain));
  const kept = new Map<string, string>();
  let before: string | undefined;
  for (const token of plain.split(/\s+/)) {
    const word = token.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    const onlyAsks = isAskingWord(word) || asksMeasure(before, word);
    before = word;
    if (word === '' || kept.has(word) || (onlyAsks && !topic.has(word))) continue;
    if (kept.set(word, token).size === MOST_WORDS) break;
  }
  return [...kept.values()].join(' ');
}

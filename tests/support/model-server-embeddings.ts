import { type Reply, status } from './model-server-replies.js';

/** The body of an embeddings request, as far as the server looks at it. */
export interface EmbeddingsBody {
  model: string;
  input: string[];
  dimensions?: number;
}

export type EmbeddingsHandler = (request: { body: EmbeddingsBody; n: number }) => Reply;

const DIMENSIONS = 64;

/** Words that mean the same to this model; what no full text finds. */
const SYNONYMS = [
  ['staff', 'employees', 'personnel', 'workforce', 'people'],
  ['laptop', 'laptops', 'notebook', 'notebooks', 'computer', 'computers'],
  ['begin', 'start', 'commence', 'kickoff'],
  ['price', 'prices', 'cost', 'costs', 'fee', 'fees', 'charge', 'charges'],
  ['fire', 'blaze', 'conflagration'],
];
const concepts = new Map(SYNONYMS.flatMap((words) => words.map((word) => [word, words[0]!] as const)));
const MEANINGLESS =
  /^(?:the|a|an|of|in|is|are|to|and|do|does|you|your|we|our|how|what|which|for|with|by|on|at|it|all)$/;

/**
 * A vector made of the words of a text: each turns some dimensions, by a hash of itself or of the first of its synonyms.
 * The same text has the same vector everywhere; texts that share meanings are near.
 */
export function wordVector(text: string, dimensions = DIMENSIONS): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (MEANINGLESS.test(word)) continue;
    let hash = hashOf(concepts.get(word) ?? word);
    for (let i = 0; i < dimensions; i++) {
      hash = (Math.imul(hash, 1664525) + 1013904223) >>> 0;
      vector[i]! += hash / 2 ** 31 - 1;
    }
  }
  // A text of stop words points somewhere, too.
  vector[0]! += 0.001;
  return vector;
}

function hashOf(word: string): number {
  let hash = 2166136261;
  for (const character of word) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619);
  return hash >>> 0;
}

/** As https://platform.openai.com/docs/api-reference/embeddings/object has it. */
export const embeddings =
  (vectors: number[][]): Reply =>
  (exchange) =>
    status(200, {
      object: 'list',
      data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      model: exchange.model,
      usage: { prompt_tokens: exchange.promptTokens, total_tokens: exchange.promptTokens },
    })(exchange);

export const wordVectors: EmbeddingsHandler = ({ body }) =>
  embeddings(body.input.map((text) => wordVector(text, body.dimensions)));

import type { QuestionToRoute, Route, RoutedQuestion } from './types.js';
import { VOCABULARY } from './vocabulary.js';

/** A section title names the topic of all its questions, but the question itself says more. */
const SECTION_WEIGHT = 0.6;
/** A single hint is too little to send somebody a question. */
const LEAST = 2;

/** Sends each question to the people whose vocabulary it speaks; to `other` where it speaks none. */
export function routeByRules(questions: QuestionToRoute[]): RoutedQuestion[] {
  return questions.map(({ position, text, section }) => ({ position, route: routeOf(text, section) }));
}

export function routeOf(text: string, section: string | null): Route {
  let best: { route: Route; weight: number } = { route: 'other', weight: 0 };
  for (const { route, terms } of VOCABULARY) {
    const weight = weightIn(text, terms) + SECTION_WEIGHT * weightIn(section ?? '', terms);
    if (weight >= LEAST && weight > best.weight) best = { route, weight };
  }
  return best.route;
}

/** A term counts once, however often it is repeated: repetition is style. */
function weightIn(text: string, terms: (typeof VOCABULARY)[number]['terms']): number {
  let sum = 0;
  for (const [weight, pattern] of terms) {
    sum += weight * new Set([...text.matchAll(pattern)].map(([term]) => term.toLowerCase())).size;
  }
  return sum;
}

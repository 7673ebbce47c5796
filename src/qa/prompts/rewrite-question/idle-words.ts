import { contentStems, type Hit } from '../../../knowledge/index.js';
import { namingWords, stemOf } from './follow-up.js';
import { completed } from './rules.js';
import type { Standalone } from './types.js';

/** The share of the words taken over that has to be left, or it is no longer told what is asked. */
const ENOUGH_LEFT = 0.3;

/**
 * Leaves out what rules took over from the question before and what is idle here: "And for backups?" after "How is
 * customer data encrypted?" is about encryption, not about customers. Idle is what no passage says that speaks of the
 * follow-up's own words.
 *
 * @param passages found for the follow-up as it was completed
 * @returns the follow-up to be looked up instead; null where nothing is idle, or too much
 */
export function withoutIdleWords(question: string, carried: string[], passages: Hit[]): Standalone | null {
  const own = namingWords(question).map(stemOf);
  const said = passages.map(({ title, section, question: asked, text }) =>
    contentStems(`${title}\n${section ?? ''}\n${asked ?? ''}\n${text}`),
  );
  const near = own.length === 0 ? said : said.filter((stems) => own.some((stem) => stems.has(stem)));
  const kept = carried.filter((word) => near.some((stems) => stems.has(stemOf(word))));
  if (kept.length === carried.length || kept.length < carried.length * ENOUGH_LEFT) return null;
  return completed(question, kept);
}

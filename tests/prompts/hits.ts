import type { Hit } from '../../src/knowledge/index.js';

let next = 0;

/** A passage found, as search returns it. */
export function hit(text: string, rest: Partial<Hit> = {}): Hit {
  const passageId = `passage-${next++}`;
  return {
    passageId,
    itemId: `item-of-${passageId}`,
    text,
    question: null,
    title: 'Security whitepaper',
    source: 'security.pdf',
    section: null,
    page: 3,
    start: 1000,
    end: 1000 + text.length,
    speaker: 'US',
    stance: 'ASSERTED',
    contentAt: new Date('2026-03-02T10:00:00Z'),
    score: 0.8,
    highlights: [],
    snippet: text,
    ...rest,
  };
}

import { expect, test } from 'vitest';
import { passagesOfText } from '../../src/knowledge/index.js';
import { draftAnswer } from '../../src/rfp/prompts/draft-answer/index.js';
import { CASES } from './draft-cases.js';
import { hit } from './hits.js';

const odd: string[] = [];

test('what rules make of small knowledge bases', async () => {
  for (const { question, knowledge, status, says = [], never = [] } of CASES) {
    const passages = [];
    for (const [title, text] of Object.entries(knowledge))
      for (const passage of await passagesOfText(title, text))
        passages.push(
          hit(passage.text, { title, section: passage.section, start: passage.start, end: passage.end }),
        );
    const draft = draftAnswer.rules({
      ...{ question, kind: 'question', section: null, context: null, guidance: null, clientName: 'Brandt' },
      ...{ industry: null, passages, needsInputBelow: 0.1 },
    });
    const isRight =
      draft.status === status &&
      says.every((words) => words.test(draft.text)) &&
      !never.some((words) => words.test(draft.text));
    if (!isRight) odd.push(`${question}: ${draft.status} (${draft.confidence})\n${draft.text}\n`);
  }
  expect(odd.join('\n')).toBe('');
});

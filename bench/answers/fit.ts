import { featuresOf } from '../../src/grounding/index.js';
import { composeByRules } from '../../src/rfp/prompts/draft-answer/rules.js';
import { fitLogistic } from '../support/logistic.js';
import type { Drafted } from './ask.js';
import { answers } from './judge.js';

/** The constant and the weights of what confidence is drawn from, fitted on whether what is picked answers. */
export function fittedWeights(drafted: Drafted[]): number[] {
  const samples = drafted.flatMap(({ asked, input }) => {
    const { grounds, status, text } = composeByRules(input);
    if (!grounds?.pick || status !== 'DRAFTED') return [];
    const right = asked.expect === 'answer' && answers(asked, text);
    return [{ features: featuresOf({ score: grounds.score, pick: grounds.pick }), right }];
  });
  return fitLogistic(samples, 4000, 0.5);
}

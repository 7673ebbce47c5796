import type { Question } from '../../../generated/client/client.js';
import { runTask } from '../../ai/index.js';
import type { App } from '../../app-types.js';
import type { Run } from '../../platform/durable.js';
import { chooseOption } from '../prompts/choose-option/index.js';
import { chooseByRules } from '../prompts/choose-option/rules.js';
import type { DraftedAnswer } from '../prompts/draft-answer/index.js';
import { isChosen } from './form-cells.js';

/**
 * A draft with the option that its evidence proves, where the form lists what may be answered. Where it proves none, and
 * where only the buyer's program knows the list, the answer is left to a person.
 * @throws {AiFailure} where the model fails
 */
export async function withChoice(
  app: App,
  run: Run,
  question: Question,
  draft: DraftedAnswer,
  options: { signal: AbortSignal; fresh: boolean },
): Promise<DraftedAnswer & { choice: string | null }> {
  if (!isChosen(question)) return { ...draft, choice: null };
  const choice =
    draft.status === 'NEEDS_INPUT' || question.options.length === 0
      ? null
      : await choose(app, run, question, draft, options);
  return { ...draft, choice, status: choice === null ? 'NEEDS_INPUT' : draft.status };
}

async function choose(
  app: App,
  run: Run,
  { text: question, section, context, hint, options }: Question,
  { text: answer, sources, status }: DraftedAnswer,
  { signal, fresh }: { signal: AbortSignal; fresh: boolean },
): Promise<string | null> {
  const quotes = sources.map(({ text, stance }) => ({ text, stance }));
  const input = { question, section, context, hint, options, answer, quotes };
  // An approved answer that names the option needs nobody to choose once more.
  if (status === 'APPROVED_MATCH') {
    const { choice } = chooseByRules(input);
    if (choice !== null) return choice;
  }
  const model = await app.models.for(chooseOption.model, run);
  const { output } = await runTask(model, chooseOption, input, { signal, fresh });
  return output.choice;
}

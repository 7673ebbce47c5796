import type { Task } from '../../../ai/index.js';
import { chooseOptionPrompt, INSTRUCTIONS } from './prompt.js';
import { chooseByRules } from './rules.js';
import { type ChooseOptionReply, chooseOptionReply } from './schema.js';
import type { ChosenOption, OptionToChoose } from './types.js';

export type { OptionToChoose } from './types.js';

/** Chooses one of the answers that a form lists, from what a drafted answer rests on; none where that proves none. */
export const chooseOption: Task<OptionToChoose, ChooseOptionReply, ChosenOption> = {
  name: 'choose-option',
  model: 'DRAFTING',
  schemaName: 'choose_option',
  schema: chooseOptionReply,
  maxOutputTokens: 500,
  description: 'Chooses one of the answers that a form lists, where the evidence proves it.',
  material: 'The question with the options of the form, the drafted answer, and the quotes that it rests on.',
  instructions: INSTRUCTIONS,
  prompt: chooseOptionPrompt,
  accept: ({ option }, { options }) => ({ choice: options[option - 1] ?? null }),
  rules: chooseByRules,
};

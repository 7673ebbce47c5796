import type { Task } from '../../../ai/index.js';
import { extractQuestionsPrompt, INSTRUCTIONS } from './prompt.js';
import { labelWindowByRules } from './rules.js';
import { type ExtractQuestionsReply, extractQuestionsReply } from './schema.js';
import type { UnitWindow, WindowLabels } from './windows.js';

export {
  type AnswerableLabel,
  mergeLabels,
  type UnitWindow,
  type WindowLabels,
  windowsOf,
} from './windows.js';

/** Labels the units of one window; `windowsOf` makes the windows, `mergeLabels` puts them together. */
export const extractQuestions: Task<UnitWindow, ExtractQuestionsReply, WindowLabels> = {
  name: 'extract-questions',
  model: 'EXTRACTION',
  schemaName: 'extract_questions',
  schema: extractQuestionsReply,
  maxOutputTokens: 16_000,
  description: "Finds in a window of an RFP's text which units are questions, requirements or instructions.",
  material: 'The units of the text, each behind its number.',
  instructions: INSTRUCTIONS,
  prompt: extractQuestionsPrompt,
  accept({ items }, { units }) {
    // Numbers that were not shown are ignored: they say nothing of the units that were.
    const shown = new Set(units.map(({ index }) => index));
    const labels = new Map(items.filter(({ unit }) => shown.has(unit)).map((item) => [item.unit, item]));
    return {
      first: units[0]?.index ?? 0,
      last: units.at(-1)?.index ?? -1,
      labels: [...labels.values()].sort((a, b) => a.unit - b.unit),
    };
  },
  rules: labelWindowByRules,
};

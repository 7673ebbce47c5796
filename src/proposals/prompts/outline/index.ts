import type { Task } from '../../../ai/index.js';
import { INSTRUCTIONS, outlinePrompt } from './prompt.js';
import { outlineByRules } from './rules.js';
import { type OutlineReply, outlineReply } from './schema.js';
import type { OutlinedSection, OutlineInput } from './types.js';

export type { OutlinedSection, OutlineInput } from './types.js';

const MOST_QUERIES = 5;
const LONGEST_QUERY = 300;

/** Says for each section of the template which requirements it takes up and what to look up for it. */
export const outline: Task<OutlineInput, OutlineReply, OutlinedSection[]> = {
  name: 'outline-proposal',
  model: 'EXTRACTION',
  schemaName: 'outline_proposal',
  schema: outlineReply,
  maxOutputTokens: 16_000,
  description: 'Gives each requirement to a section of the proposal and says what to look up for it.',
  material: 'The numbered sections of the template and the numbered requirements.',
  instructions: INSTRUCTIONS,
  prompt: outlinePrompt,
  accept({ sections: replied }, input) {
    // A requirement that the model left out must not be lost: it goes where rules put it.
    const outlined = outlineByRules(input);
    for (const { section, requirements, queries } of replied) {
      const kind = input.sections[section - 1]?.kind;
      const own = outlined[section - 1];
      if (!own || (kind !== 'TEXT' && kind !== 'PRICING')) continue;
      move(outlined, own, requirements);
      own.topics = [...new Set([...own.topics, ...queries.slice(0, MOST_QUERIES).flatMap(queryOf)])];
    }
    return outlined;
  },
  rules: outlineByRules,
};

/** Moves requirements to a section, as far as they exist; each stays in one section only. */
function move(outlined: OutlinedSection[], to: OutlinedSection, wanted: number[]): void {
  const known = new Set(outlined.flatMap(({ requirements }) => requirements));
  const moved = new Set(wanted.filter((position) => known.has(position)));
  for (const section of outlined)
    section.requirements = section.requirements.filter((position) => !moved.has(position));
  to.requirements = [...to.requirements, ...moved].sort((a, b) => a - b);
}

const queryOf = (query: string): string[] => {
  const line = query.replace(/\s+/g, ' ').trim().slice(0, LONGEST_QUERY);
  return line ? [line] : [];
};

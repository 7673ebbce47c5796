import type { Task } from '../../../ai/index.js';
import type { Point } from '../../points.js';
import { INSTRUCTIONS, readRequirementsPrompt } from './prompt.js';
import { readByRules } from './rules.js';
import { type ReadRequirementsReply, readRequirementsReply } from './schema.js';
import type { RequirementFound } from './types.js';

export type { RequirementFound } from './types.js';

/** Finds in the numbered points of a client's text what the proposal has to take up. */
export const readRequirements: Task<Point[], ReadRequirementsReply, RequirementFound[]> = {
  name: 'read-requirements',
  model: 'EXTRACTION',
  schemaName: 'read_requirements',
  schema: readRequirementsReply,
  maxOutputTokens: 32_000,
  description: 'Finds in what a client wrote which points a proposal has to take up.',
  material: "The points of the client's text, each behind its number.",
  instructions: INSTRUCTIONS,
  prompt: readRequirementsPrompt,
  accept({ requirements }, points) {
    // Numbers that were not shown are ignored: they say nothing of the points that were.
    const kinds = new Map(requirements.map(({ point, kind }) => [point, kind]));
    return points.flatMap(({ number }) => {
      const kind = kinds.get(number);
      return kind ? [{ number, kind }] : [];
    });
  },
  rules: readByRules,
};

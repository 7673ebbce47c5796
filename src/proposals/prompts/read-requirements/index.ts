import type { Task } from '../../../ai/index.js';
import type { Point } from '../../points.js';
import { readRequirementsPrompt } from './prompt.js';
import { readByRules } from './rules.js';
import { type ReadRequirementsReply, readRequirementsReply } from './schema.js';
import type { RequirementFound } from './types.js';

export type { RequirementFound } from './types.js';

/** Finds in the numbered points of a client's text what the proposal has to take up. */
export const readRequirements: Task<Point[], ReadRequirementsReply, RequirementFound[]> = {
  name: 'read-requirements',
  schemaName: 'read_requirements',
  schema: readRequirementsReply,
  maxOutputTokens: 32_000,
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

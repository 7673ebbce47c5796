import type { Point } from '../../points.js';
import type { RequirementFound } from './types.js';

/** What rules took the points for when the text was cut. */
export const readByRules = (points: Point[]): RequirementFound[] =>
  points.flatMap(({ number, byRules }) => (byRules ? [{ number, kind: byRules }] : []));

import { ANSWER_CURVE } from './answer-curve.js';

export type CurveSubject = 'ANSWER' | 'FIELD';

/** What became of the answers of a band of confidence. */
export interface CurveBand {
  /** Of confidence; `to` belongs to the next band, but for the last. */
  from: number;
  to: number;
  count: number;
  confidence: number;
  /** The share of them that were right. */
  right: number;
}

export interface ConfidenceCurve {
  subject: CurveSubject;
  /** What was asked to know. */
  measuredOn: string;
  count: number;
  /** Mean gap between confidence and the share right, weighted by how many a band holds. */
  error: number;
  bands: CurveBand[];
}

/** How far a confidence holds, as measured; null of what has not been measured. */
export const confidenceCurve = (subject: CurveSubject): ConfidenceCurve | null =>
  subject === 'ANSWER' ? { subject, ...ANSWER_CURVE } : null;

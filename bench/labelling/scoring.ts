import { assembleExtraction } from '../../src/rfp/extraction/index.js';
import type { UnitLabel } from '../../src/rfp/extraction-types.js';
import type { LabelledPaper } from './labelled.js';

export interface Score {
  /** Units that are asked. */
  gold: number;
  /** Of them, those that some item covers. */
  found: number;
  /** Items extracted, without those that lie in doubtful units alone. */
  said: number;
  /** Of them, those that hold a unit that is asked. */
  right: number;
  /** Of the units found as asked, those of the right kind. */
  rightKind: number;
  labelledAsked: number;
}

const ASKED: Record<string, UnitLabel> = { q: 'question', r: 'requirement', i: 'instruction' };

/** Scores what is extracted from a paper under `labels`, one a unit. */
export function scoreOf({ document, units, marks }: LabelledPaper, labels: UnitLabel[]): Score {
  const { questions } = assembleExtraction(document, units, labels);
  const score: Score = { gold: 0, found: 0, said: 0, right: 0, rightKind: 0, labelledAsked: 0 };
  const covered = new Set<number>();
  let first = 0;
  for (const { start, end } of questions.toSorted((a, b) => a.start - b.start)) {
    while (first < units.length && units[first]!.end <= start) first++;
    let holdsAsked = false;
    let isDoubtful = true;
    for (let at = first; at < units.length && units[at]!.start < end; at++) {
      covered.add(at);
      if (ASKED[marks[at]!]) holdsAsked = true;
      if (!marks[at]!.endsWith('?')) isDoubtful = false;
    }
    if (holdsAsked) score.right++;
    if (holdsAsked || !isDoubtful) score.said++;
  }
  marks.forEach((mark, at) => {
    const kind = ASKED[mark];
    if (!kind) return;
    score.gold++;
    if (covered.has(at)) score.found++;
    if (Object.values(ASKED).includes(labels[at]!)) score.labelledAsked++;
    if (labels[at] === kind) score.rightKind++;
  });
  return score;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Recall and precision as means over papers, and the share of right kinds among what is found. */
export function sumUp(scores: Score[]): { recall: number; precision: number; kind: number } {
  const total = (key: keyof Score) => scores.reduce((sum, score) => sum + score[key], 0);
  return {
    recall: mean(scores.filter(({ gold }) => gold > 0).map(({ found, gold }) => found / gold)),
    precision: mean(scores.filter(({ said }) => said > 0).map(({ right, said }) => right / said)),
    kind: total('rightKind') / total('labelledAsked'),
  };
}

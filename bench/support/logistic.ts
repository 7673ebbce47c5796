export interface Sample {
  /** What the prediction is drawn from. */
  features: number[];
  right: boolean;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * Fits a logistic regression by gradient ascent on the likelihood. No weight is below 0: each feature speaks for an answer.
 * @returns the constant, then one weight a feature
 */
export function fitLogistic(samples: Sample[], rounds = 4000, rate = 2): number[] {
  const weights = new Array<number>(samples[0]!.features.length + 1).fill(0);
  for (let round = 0; round < rounds; round++) {
    const step = weights.map(() => 0);
    for (const { features, right } of samples) {
      const values = [1, ...features];
      const error = Number(right) - sigmoid(values.reduce((sum, value, i) => sum + value * weights[i]!, 0));
      for (const [i, value] of values.entries()) step[i]! += error * value;
    }
    for (const [i, change] of step.entries()) {
      const next = weights[i]! + (rate * change) / samples.length;
      weights[i] = i === 0 ? next : Math.max(0, next);
    }
  }
  return weights;
}

export interface Judged {
  confidence: number;
  right: boolean;
}

/** What a reliability diagram shows, a row a band of confidence that holds any. */
export function reliability(judged: Judged[], bands = 10) {
  const rows = Array.from({ length: bands }, (_, band) => {
    const held = judged.filter(
      ({ confidence }) => Math.min(bands - 1, Math.floor(confidence * bands)) === band,
    );
    const mean = (value: (one: Judged) => number) =>
      held.reduce((sum, one) => sum + value(one), 0) / Math.max(1, held.length);
    return {
      from: band / bands,
      to: (band + 1) / bands,
      n: held.length,
      confidence: mean(({ confidence }) => confidence),
      right: mean(({ right }) => Number(right)),
    };
  }).filter(({ n }) => n > 0);
  /** Guo et al., "On calibration of modern neural networks", 2017: the mean gap, weighted by how many a band holds. */
  const error = rows.reduce(
    (sum, row) => sum + (row.n / judged.length) * Math.abs(row.confidence - row.right),
    0,
  );
  return { rows, error };
}

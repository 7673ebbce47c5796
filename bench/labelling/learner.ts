/** Weights of input `id` for class `k` at `id * classes + k`. */
interface Linear {
  classes: number;
  weights: Float32Array;
}

export interface Sample {
  /** Inputs that are on. */
  input: Uint32Array;
  /** Index of the class it is of. */
  target: number;
}

/** The best of four choices, in F1 of whether a unit is asked, on half of the same papers; the worst was 0.006 below. */
const ROUNDS = 3;
const RATE = 0.02;
const DECAY = 1e-5;

/** How many inputs features are hashed to: a model of a byte a weight is 288 kB. */
const INPUTS = 2 ** 15;

/** FNV-1a, mixed once more so that its low bits are as good as the others. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The inputs that features turn on; where two fall on the same one, the others tell them apart. */
export const inputOf = (features: string[]) =>
  Uint32Array.from(new Set(features.map((feature) => hashOf(feature) % INPUTS)));

/** Probabilities of the classes. */
export function classify({ classes, weights }: Linear, input: Uint32Array): Float64Array {
  const scores = new Float64Array(classes);
  for (const id of input) for (let k = 0; k < classes; k++) scores[k]! += weights[id * classes + k]!;
  const most = Math.max(...scores);
  const parts = scores.map((score) => Math.exp(score - most));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/** Numbers that look random and are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts things into an order that `random` draws. */
export function shuffle<T>(things: T[], random: () => number): T[] {
  for (let at = things.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [things[at], things[other]] = [things[other]!, things[at]!];
  }
  return things;
}

/** Fits a multinomial logistic regression by AdaGrad (Duchi et al., 2011), in an order that a fixed seed shuffles. */
export function fitLinear(samples: Sample[], classes: number): Linear {
  const weights = new Float32Array(INPUTS * classes);
  const squares = new Float32Array(INPUTS * classes).fill(0.01);
  const model = { classes, weights };
  const random = randomFrom(7);
  const order = [...samples];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { input, target } of shuffle(order, random)) {
      const errors = classify(model, input);
      errors[target]! -= 1;
      for (const id of input) {
        const base = id * classes;
        for (let k = 0; k < classes; k++) {
          const slope = errors[k]! + DECAY * weights[base + k]!;
          squares[base + k]! += slope * slope;
          weights[base + k]! -= (RATE * slope) / Math.sqrt(squares[base + k]!);
        }
      }
    }
  }
  return model;
}

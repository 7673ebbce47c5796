/**
 * A multinomial logistic regression as it is stored: for each feature that was seen in training a weight of a byte for each
 * class. Features are known by the hash of their names; what was not seen in training weighs nothing.
 */
export interface Weights {
  /** One letter a class: the labels of `docs/labelling.md`. */
  classes: string;
  /** What one step of a byte is worth, by class. */
  steps: number[];
  /** Hashes of features, ascending. */
  features: Uint32Array;
  /** Of feature `f` for class `k` at `f * classes.length + k`. */
  values: Int8Array;
}

/** FNV-1a, mixed once more so that names which differ little lie far apart. */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The inputs of a unit: the hashes of its features, each once. */
export const inputOf = (features: Iterable<string>): Uint32Array =>
  Uint32Array.from(new Set(Array.from(features, hashOf)));

const MAGIC = 'BWLABEL1';

/** A head in JSON of a stated length, the hashes in little-endian order, the weights. */
export function packWeights({ classes, steps, features, values }: Weights): Buffer {
  const head = Buffer.from(JSON.stringify({ classes, steps, features: features.length }));
  const file = Buffer.alloc(MAGIC.length + 4 + head.length + features.length * 4 + values.length);
  file.write(MAGIC);
  let at = file.writeUInt32LE(head.length, MAGIC.length);
  at += head.copy(file, at);
  for (const feature of features) at = file.writeUInt32LE(feature, at);
  Buffer.from(values.buffer, values.byteOffset, values.length).copy(file, at);
  return file;
}

/** @throws Error where the file is not one that `packWeights` made */
export function unpackWeights(file: Buffer): Weights {
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('No weights of a labeller');
  const begin = MAGIC.length + 4;
  const end = begin + file.readUInt32LE(MAGIC.length);
  const head = JSON.parse(file.toString('utf8', begin, end)) as {
    classes: string;
    steps: number[];
    features: number;
  };
  const features = Uint32Array.from({ length: head.features }, (_, i) => file.readUInt32LE(end + i * 4));
  const values = Int8Array.from(file.subarray(end + head.features * 4));
  if (values.length !== head.features * head.classes.length)
    throw new Error('The weights of the labeller are cut off');
  return { classes: head.classes, steps: head.steps, features, values };
}

/** Gives the probabilities of the classes for the inputs of a unit. */
export function classifier({ classes, steps, features, values }: Weights) {
  const places = new Map<number, number>();
  features.forEach((feature, at) => {
    places.set(feature, at * classes.length);
  });
  return (inputs: Uint32Array): Float64Array => {
    const scores = new Float64Array(classes.length);
    for (const input of inputs) {
      const at = places.get(input);
      if (at === undefined) continue;
      for (let k = 0; k < scores.length; k++) scores[k]! += values[at + k]! * steps[k]!;
    }
    const most = Math.max(...scores);
    const parts = scores.map((score) => Math.exp(score - most));
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part) => part / sum);
  };
}

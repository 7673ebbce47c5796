/**
 * All pairs of sets with a Dice coefficient of at least `from`, found without comparing each with each: sets that are
 * so alike share one of their rarest members, so that only sets with such a member in common are looked at (prefix
 * filtering; Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007).
 *
 * @param from above 0, at most 1
 * @param most how many pairs are given at most; the rest is left out
 * @returns indexes into `sets`, the smaller one first; empty sets are like nothing
 */
export function similarSets(
  sets: readonly ReadonlySet<string>[],
  from: number,
  most = Number.POSITIVE_INFINITY,
): { a: number; b: number; similarity: number }[] {
  const frequency = new Map<string, number>();
  for (const set of sets) for (const member of set) frequency.set(member, (frequency.get(member) ?? 0) + 1);
  const rarestFirst = (x: string, y: string) => frequency.get(x)! - frequency.get(y)! || (x < y ? -1 : 1);

  const found: { a: number; b: number; similarity: number }[] = [];
  const holders = new Map<string, number[]>();
  // By size, so that each set is looked up by those that are no smaller.
  const order = [...sets.keys()].sort((x, y) => sets[x]!.size - sets[y]!.size);
  for (const b of order) {
    const set = sets[b]!;
    // Two such sets have at least from / (2 - from) of the larger one in common: one of the first members is shared.
    const least = Math.ceil((from / (2 - from)) * set.size - 1e-9);
    const prefix = [...set].sort(rarestFirst).slice(0, set.size - least + 1);
    const candidates = new Set(prefix.flatMap((member) => holders.get(member) ?? []));
    for (const a of candidates) {
      const similarity = diceOf(sets[a]!, set);
      if (similarity < from) continue;
      found.push({ a: Math.min(a, b), b: Math.max(a, b), similarity });
      if (found.length >= most) return found;
    }
    for (const member of prefix) {
      const known = holders.get(member);
      if (known) known.push(b);
      else holders.set(member, [b]);
    }
  }
  return found;
}

export function diceOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let common = 0;
  for (const member of small) if (large.has(member)) common++;
  return (2 * common) / (a.size + b.size);
}

/** Joins what is linked, directly or through others. @returns groups of two and more, in order of their first member */
export function groupsOf(count: number, links: Iterable<readonly [number, number]>): number[][] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; parent[at] !== root; ) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  for (const [a, b] of links) {
    const [x, y] = [rootOf(a), rootOf(b)];
    parent[Math.max(x, y)] = Math.min(x, y);
  }
  const groups = new Map<number, number[]>();
  for (let i = 0; i < count; i++) {
    const group = groups.get(rootOf(i));
    if (group) group.push(i);
    else groups.set(rootOf(i), [i]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

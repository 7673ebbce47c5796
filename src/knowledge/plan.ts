/** A term as the plan needs it. */
export interface PlannedTerm {
  /** Lexemes any of which stands for the term. */
  matches: string[];
  idf: number;
  /** How many passages hold it, roughly. */
  passages: number;
}

export interface Plan {
  /** For `search @@`; null where no passage can hold any term. */
  tsquery: string | null;
  /** Whether it yields every passage with any of the terms. */
  exhaustive: boolean;
}

/** Combinations are made of the weightiest so many terms. */
const COMBINED = 9;
/** Words of one text go together: passages with both are more than chance would have it. */
const TOGETHER = 0.6;

/**
 * Which passages to look at: those that hold a single term where that is rare, two or more together where each is
 * frequent. What BM25 ranks first holds much of the query's idf mass, so combinations are taken in the order of their
 * mass, for as long as the passages they yield stay within `budget`. PostgreSQL's GIN index answers such a query from
 * the rare terms on and skips through the lists of the frequent ones. Compare the threshold operator WAND (Broder et al.
 * 2003, "Efficient query evaluation using a two-level retrieval process").
 *
 * @param budget passages to be looked at, roughly
 */
export function planOf(terms: PlannedTerm[], passages: number, budget: number): Plan {
  const found = terms.filter((term) => term.passages > 0);
  if (found.length === 0) return { tsquery: null, exhaustive: true };
  const all = found.reduce((sum, term) => sum + term.passages, 0);
  if (all <= budget) return { tsquery: found.map(anyOf).join(' | '), exhaustive: true };

  const best = [...found].sort((a, b) => b.idf - a.idf).slice(0, COMBINED);
  const combinations = combinationsOf(best, passages).sort((a, b) => b.mass - a.mass);
  let chosen: Combination[] = [];
  let expected = 0;
  for (const next of combinations) {
    const kept = chosen.filter(({ members }) => (members & next.members) !== next.members);
    const without = kept.reduce((sum, { passages }) => sum + passages, 0);
    if (chosen.length > 0 && without + next.passages > budget) continue;
    chosen = [...kept, next];
    expected = without + next.passages;
    if (expected > budget) break;
  }
  const tsquery = chosen
    .map(({ members }) =>
      best
        .filter((_, i) => members & (1 << i))
        .map(anyOf)
        .join(' & '),
    )
    .join(' | ');
  return { tsquery, exhaustive: false };
}

interface Combination {
  /** Bit i: the i-th term belongs to it. */
  members: number;
  mass: number;
  /** How many passages hold all of it, roughly. */
  passages: number;
}

function combinationsOf(terms: PlannedTerm[], passages: number): Combination[] {
  return Array.from({ length: 2 ** terms.length - 1 }, (_, n) => {
    const members = n + 1;
    const together = terms.filter((_, i) => members & (1 << i)).sort((a, b) => a.passages - b.passages);
    const [rarest, ...others] = together;
    const expected = others.reduce(
      (count, term) => count * Math.min(1, term.passages / passages) ** TOGETHER,
      rarest!.passages,
    );
    return { members, mass: together.reduce((sum, { idf }) => sum + idf, 0), passages: expected };
  });
}

const quoted = (lexeme: string) => `'${lexeme.replace(/['\\]/g, '$&$&')}'`;
/** As an operand: in brackets where it offers a choice. */
export const anyOf = ({ matches }: Pick<PlannedTerm, 'matches'>): string =>
  matches.length === 1 ? quoted(matches[0]!) : `(${matches.map(quoted).join(' | ')})`;

import { badRequest } from './errors.js';

/** Checks `first`/`last` of a connection: 1 to 100. */
export function checkPage({ first, last }: { first?: number | null; last?: number | null }): void {
  for (const [name, value] of Object.entries({ first, last }))
    if (value != null && (value < 1 || value > 100))
      throw badRequest(`\`${name}\` is ${value}; it takes 1 to 100.`);
}

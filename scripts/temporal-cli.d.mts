/** The release that we provide. */
export const TEMPORAL_CLI_VERSION: string;

/** Our own copy, outside the checkout, whether it is there or not. */
export function cachedTemporalCli(): string;

/**
 * Looks for the Temporal CLI: `TEMPORAL_CLI`, then PATH, then our cache. What is found has been run once.
 * @returns its path, `null` when there is none
 * @throws Error when TEMPORAL_CLI names something that does not run
 */
export function findTemporalCli(): Promise<string | null>;

/** What the program calls itself, or `null` when it is no Temporal CLI. */
export function temporalVersion(file: string): Promise<string | null>;

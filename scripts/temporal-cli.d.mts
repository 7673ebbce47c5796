/** The release that we provide. */
export const TEMPORAL_CLI_VERSION: string;

/** Our own copy, outside the checkout, whether it is there or not. */
export function cachedTemporalCli(): string;

/**
 * Looks for the Temporal CLI: `TEMPORAL_CLI`, then our cache, by its SHA-256.
 * @returns its path, `null` when there is none
 * @throws Error when it is another file, or TEMPORAL_CLI names something that does not run
 */
export function findTemporalCli(): Promise<string | null>;

/**
 * A program of our cache, as it was when it was put there.
 * @returns its path, `null` when there is none
 * @throws Error when it was changed since, or others may change it
 */
export function takeCachedCli(file: string): Promise<string | null>;

/** Keeps the SHA-256 of a program that was just put into the cache. */
export function recordCachedCli(file: string): Promise<void>;

/** What the program calls itself, or `null` when it is no Temporal CLI. */
export function temporalVersion(file: string): Promise<string | null>;

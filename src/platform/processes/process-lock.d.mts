/**
 * What tells one process from a later one that was given the same number: the boot and the start time where
 * the system shows them. `null` when there is no such process (a zombie counts as gone).
 */
export function processIdentity(pid: number): string | null;

/** The file name of the program that a process runs, e.g. `postgres`, or `null` where that cannot be told. */
export function processName(pid: number): string | null;

/**
 * Takes the lock that `file` stands for. It is freed by `release()`, and counts as free as soon as its holder
 * has died, however it died. `heldBy` is the process that holds it.
 */
export function acquireLock(file: string): { release(): void } | { heldBy: number };

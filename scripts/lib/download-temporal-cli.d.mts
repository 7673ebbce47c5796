/**
 * Downloads a release of the Temporal CLI from its official site and unpacks the program into `folder`.
 * @returns the path of the program
 * @throws Error when the site cannot be reached, gives another archive, or has no build for this system
 */
export function downloadTemporalCli(order: {
  folder: string;
  version: string;
  detail: (text: string) => void;
  site?: string;
  /** SHA-256 by system; those of the release by default. */
  archives?: Record<string, string>;
}): Promise<string>;

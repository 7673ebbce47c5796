import { findTemporalCli } from '../scripts/temporal-cli.mjs';
import { unavailable } from '../src/platform/errors.js';

/**
 * The path of the Temporal CLI: `TEMPORAL_CLI`, then our cache.
 * @throws DomainError `unavailable` when there is none, or it is another one than it should be
 */
export async function temporalCli(): Promise<string> {
  const found = await findTemporalCli().catch((error: Error) => {
    throw unavailable(error.message);
  });
  if (found) return found;
  throw unavailable(
    'The Temporal CLI was not found. Run npm run setup to get it, name yours in TEMPORAL_CLI, or set ' +
      'TEMPORAL_ADDRESS to use a Temporal server of your own.',
  );
}

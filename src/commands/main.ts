import { installRuntime } from '../../temporal/worker.js';
import { loadEnvFile } from '../load-env-file.js';
import { DomainError } from '../platform/errors.js';
import { createLog } from '../platform/observability/log.js';
import { EnvError, parseEnv } from '../platform/settings/env.js';
import { type Role, startService } from '../service.js';
import { exitWithMessage, stopOnSignal } from '../stop-on-signal.js';
import { noteRunning } from './note-running.js';

const ROLES: readonly string[] = ['all', 'api', 'worker'] satisfies Role[];

async function main(): Promise<void> {
  loadEnvFile();
  const role = (process.argv[2] ?? 'all') as Role;
  if (!ROLES.includes(role))
    throw new DomainError('invalid-input', `There is no part "${role}"; use api or worker.`);
  const env = parseEnv(process.env);
  if (role !== 'all') requireBackends(env, role);
  const log = createLog(env.logLevel);
  installRuntime(log);

  const service = await startService(env, log, role);
  if (service.url) log.info(`GraphQL and GraphiQL: ${service.url}/graphql`);
  if (service.temporalUiUrl) log.info(`Temporal UI: ${service.temporalUiUrl}`);
  log.info(
    service.engine === 'rules' ? 'Engine: rules (no model is configured)' : `Engine: ${service.engine}`,
  );
  log.info(role === 'worker' ? 'Worker is running. Stop it with Ctrl-C.' : 'Ready. Stop it with Ctrl-C.');

  noteRunning(env.dataDir);
  stopOnSignal(service, () => log.info('Stopping. Once more to leave at once.'));
}

function requireBackends(env: ReturnType<typeof parseEnv>, role: Role): void {
  const missing = [!env.database.url && 'DATABASE_URL', !env.temporal.address && 'TEMPORAL_ADDRESS'].filter(
    Boolean,
  );
  if (missing.length)
    throw new EnvError([
      `${missing.join(' and ')}: needed by npm run ${role}, which shares a database and a Temporal server with other ` +
        'processes. npm start runs everything in one process and brings its own.',
    ]);
}

main().catch(exitWithMessage);

import { CALLBACK_PATH } from '../../identity/index.js';
import { UPLOAD_BYTES } from '../guards/limited-body.js';
import { GRAPHIQL_POLICY } from '../guards/security-headers.js';
import { MAILED_POLICY, mailedPage } from '../pages/mailed.js';
import { type Route, route } from '../routing/route.js';
import { downloadAudit, downloadDocument, downloadResponse, downloadUsage } from './downloads.js';
import { graphql, isForGraphiql, toGraphql } from './graphql.js';
import { health, ready } from './health.js';
import { metrics } from './metrics.js';
import { finishSignIn, OIDC_START_PATH, startSignIn } from './oidc.js';
import { downloadPage } from './page-images.js';
import { uploadKnowledgeRoute, uploadRfpRoute } from './uploads.js';

/** Points of cost as of a mutation that starts a run, and of a field that compares. */
const UPLOAD = { cost: 50, bodyBytes: UPLOAD_BYTES } as const;
const DOWNLOAD = { cost: 10 } as const;
const OPERATION = { needs: 'by operation', cost: 'by operation', bodyBytes: 'by operation' } as const;
/** Pages that do what links in mails promise. */
const MAILED = { needs: 'anyone', contentSecurityPolicy: MAILED_POLICY } as const;
/** What watches the service needs an answer however much others ask. */
const WATCH = { isCounted: false } as const;

const usage = [
  'from',
  'to',
  'groupBy',
  'task',
  'modelTask',
  'model',
  'provider',
  'outcome',
  'user',
  'workflow',
];
const audit = ['subjectType', 'subjectId', 'actorId', 'action', 'from', 'to'];

/** Every route of the API; what each field says is in `route.ts`. Paths that begin with /app are the console's. */
// biome-ignore format: a line each is a table
export const ROUTES: readonly Route[] = [
  route('GET', '/graphql', { ...OPERATION, origins: 'any', head: false, when: isForGraphiql, contentSecurityPolicy: GRAPHIQL_POLICY }, graphql),
  // A link may hold an operation, by its text or its hash, such as a subscription that asks a model.
  route(['GET', 'POST'], '/graphql', { ...OPERATION, origins: 'trusted' }, graphql),
  route('GET', '/', { needs: 'anyone' }, toGraphql),

  route('POST', '/upload/rfp', { ...UPLOAD, needs: 'workflows.create', form: ['clientName', 'industry', 'idempotencyKey'] }, uploadRfpRoute),
  route('POST', '/upload/knowledge', { ...UPLOAD, needs: 'knowledge.edit', form: ['title', 'source', 'tags', 'idempotencyKey'] }, uploadKnowledgeRoute),
  route('GET', '/download/:workflowId', { ...DOWNLOAD, isSigned: true, needs: 'workflows.view', query: ['format'] }, downloadResponse),
  route('GET', '/documents/:workflowId/download', { ...DOWNLOAD, isSigned: true, needs: 'workflows.view', query: ['format', 'version'] }, downloadDocument),
  route('GET', '/sources/:sourceId/pages/:page', { cost: 2, isSigned: true, needs: 'signed-in', query: ['width', 'span', 'rectangle'] }, downloadPage),
  route('GET', '/audit.csv', { ...DOWNLOAD, needs: 'audit.view', query: audit }, downloadAudit),
  route('GET', '/usage.csv', { ...DOWNLOAD, needs: 'usage.view', query: usage }, downloadUsage),

  route('GET', OIDC_START_PATH, { needs: 'anyone', head: false, query: ['provider', 'purpose', 'returnTo', 'challenge', 'redirected'] }, startSignIn),
  // What the provider sends is proven as a whole.
  route('GET', CALLBACK_PATH, { needs: 'anyone', head: false }, finishSignIn),

  route('GET', '/verify-email', MAILED, mailedPage('/verify-email')),
  route('GET', '/reset-password', MAILED, mailedPage('/reset-password')),
  route('GET', '/invitation', MAILED, mailedPage('/invitation')),

  route('GET', '/health', { ...WATCH, needs: 'anyone' }, health),
  route('GET', '/ready', { ...WATCH, needs: 'anyone' }, ready),
  route('GET', '/metrics', { ...WATCH, needs: 'operator' }, metrics),
];

import type { AuditOf } from '../audit/index.js';

interface Credential {
  provider: string;
  name: string;
}

interface PromptVersion {
  task: string;
  version: number;
  restoredFrom?: number;
}

interface Spent {
  period: string;
  since: string;
  spentUsd: string;
  spentTokens: number;
}

declare module '../audit/entries.js' {
  interface AuditEntries {
    prompt: AuditOf<'prompt', { 'prompt.saved': PromptVersion; 'prompt.restored': PromptVersion }>;
    routing: AuditOf<
      'organization',
      {
        'model-routing.set': {
          task: string;
          models: { credentialId: string | null; model: string | null }[];
        };
      }
    >;
    credential: AuditOf<
      'credential',
      {
        'credential.created': Credential & { active: boolean };
        'credential.updated': Credential & { fields: string[] };
        'credential.deleted': Credential;
        'credential.activated': Credential;
        'credential.deactivated': Credential;
        'credential.tested': Credential & { ok: boolean; code: string };
      }
    >;
    budget: AuditOf<
      'budget',
      {
        'budget.set': { period: string; limitUsd: string | null; limitTokens: number | null; warnAt: number };
        'budget.deleted': { period: string };
        'budget.warned': Spent;
        'budget.exceeded': Spent;
      }
    >;
    usage: AuditOf<'organization', { 'usage.exported': { query: string } }>;
  }
}

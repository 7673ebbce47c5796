import type { AuditOf } from '../audit/index.js';

declare module '../audit/entries.js' {
  interface AuditEntries {
    knowledge: AuditOf<
      'knowledge',
      {
        'knowledge.added': { title: string };
        'knowledge.restored': { title: string };
        'knowledge.refused': { title: string; code: string };
        'knowledge.updated': { fields: string[] };
        'knowledge.replaced': { version: number; contentHash: string };
        'knowledge.retried': { version: number };
        'knowledge.reingested': { version: number };
        'knowledge.deleted': { title: string; usages?: number; sentUsages?: number };
        'knowledge.merged': { title: string; dropped: string[] };
      }
    >;
  }
}

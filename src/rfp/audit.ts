import type { AuditOf } from '../audit/index.js';

interface Downloaded {
  /** The readable id of the workflow. */
  reference: string;
  filename: string;
  version?: number;
}

declare module '../audit/entries.js' {
  interface AuditEntries {
    workflow: AuditOf<
      'workflow',
      {
        'workflow.created': { filename: string; sha256: string };
        'workflow.cancelled': { from: string };
        'workflow.retried': { from: string };
        'workflow.submitted': { from: string };
        'workflow.closed': { from: string };
        'response.downloaded': Downloaded;
        'mapping.updated': { version: number };
        'mapping.confirmed': { version: number };
        'document.downloaded': Downloaded;
      }
    >;
    answer: AuditOf<
      'answer',
      {
        'answer.edited': { approved: boolean; textChanged: boolean };
        'answer.regenerated': { guidance: string | null };
      }
    >;
    document: AuditOf<
      'document',
      {
        'document.created': { version: number };
        'document.saved': { version: number };
        'document.restored': { version: number; from: number };
      }
    >;
  }
}

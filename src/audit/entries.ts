import type { AuditValues } from './values.js';

/**
 * What people do, as each domain declares it for itself:
 *
 * ```ts
 * declare module '../audit/entries.js' {
 *   interface AuditEntries {
 *     qa: AuditOf<'conversation', { 'conversation.renamed': { from: string; to: string } }>;
 *   }
 * }
 * ```
 *
 * So the trail knows no domain, and an action that nobody has declared, or with other details, does not compile.
 */
export interface AuditEntries {
  audit: AuditOf<'organization', { 'audit.exported': { query: string } }>;
}

/**
 * Entries about one type of subject: by the action what is said of it besides `before` and `after`.
 */
export type AuditOf<Subject extends string, Actions extends Record<string, object>> = {
  [Action in keyof Actions & string]: { action: Action; subjectType: Subject; details: Actions[Action] };
}[keyof Actions & string];

/** Any of them, with what was there before and after. */
export type AuditEntry = {
  /** UUID of what it was done to. */
  subjectId: string;
  /** What the change found: its fields, without secrets. Left out where nothing was there. */
  before?: AuditValues;
  /** What it left. */
  after?: AuditValues;
} & AuditEntries[keyof AuditEntries];

/** What records are about. */
export type AuditSubject = AuditEntry['subjectType'];

import type { AuditOf } from '../audit/index.js';

type Nothing = Record<string, never>;

interface Invited {
  email: string;
  role: string;
}

interface Key {
  name: string;
  prefix: string;
  scopes: string[];
}

declare module '../audit/entries.js' {
  interface AuditEntries {
    user: AuditOf<
      'user',
      {
        'user.signed-up': { email: string; first: boolean };
        'user.password-changed': Nothing;
        'user.password-reset': Nothing;
        'user.email-verified': Nothing;
        'user.deleted': Nothing;
        'user.claimed': Nothing;
        'user.two-factor-on': Nothing;
        'user.two-factor-off': Nothing;
        'user.two-factor-reset': Nothing;
        'user.backup-codes-renewed': Nothing;
        'user.backup-code-used': Nothing;
        'user.provider-linked': Nothing;
        'user.provider-unlinked': Nothing;
        /** `factor`: what was wrong. */
        'session.refused': { attempts?: number; factor: 'password' | 'code' | 'provider'; reason?: string };
        'session.all-revoked': { count: number };
        'member.two-factor-reset': Nothing;
        'member.changed': { from: string; to: string; departmentId: string | null };
        'member.disabled': { role: string };
        'member.enabled': { role: string };
        'member.removed': { role: string };
        'ownership.transferred': { from: string };
      }
    >;
    session: AuditOf<
      'session',
      {
        'session.created': { ipAddress: string | null; userAgent: string | null };
        'session.revoked': Nothing;
        'session.signed-out': Nothing;
        'session.reauthenticated': Nothing;
        'session.organization-switched': Nothing;
      }
    >;
    organization: AuditOf<
      'organization',
      {
        'organization.created': { name: string };
        'organization.renamed': { name: string };
        'organization.two-factor-required': { required: boolean };
      }
    >;
    invitation: AuditOf<
      'invitation',
      { 'invitation.created': Invited; 'invitation.accepted': Invited; 'invitation.revoked': Invited }
    >;
    department: AuditOf<
      'department',
      {
        'department.created': { name: string };
        'department.renamed': { name: string };
        'department.deleted': { name: string };
      }
    >;
    apiKey: AuditOf<'api-key', { 'api-key.created': Key; 'api-key.revoked': Key }>;
  }
}

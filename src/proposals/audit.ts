import type { AuditOf } from '../audit/index.js';

interface TemplateVersion {
  templateId: string;
  version: number;
}

declare module '../audit/entries.js' {
  interface AuditEntries {
    proposal: AuditOf<'workflow', { 'proposal.created': { templateId: string; templateVersion: number } }>;
    section: AuditOf<'section', { 'section.regenerated': { guidance: string | null } }>;
    template: AuditOf<'template', { 'template.saved': TemplateVersion; 'template.reset': TemplateVersion }>;
  }
}

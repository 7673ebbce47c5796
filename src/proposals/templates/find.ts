import type { ProposalTemplateVersion } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { invalidInput, notFound } from '../../platform/errors.js';
import { DEFAULT_TEMPLATES, type Industry } from './defaults/index.js';
import { templateFor } from './match.js';
import type { Template, TemplateSection } from './types.js';

const defaultOf = (id: string) =>
  Object.hasOwn(DEFAULT_TEMPLATES, id) ? DEFAULT_TEMPLATES[id as Industry] : null;

/** The template as this version has it; null where that version took an own template away. */
export function templateOf(row: ProposalTemplateVersion): Template | null {
  const original = defaultOf(row.templateId);
  const sections = (row.sections as TemplateSection[] | null) ?? original?.sections ?? null;
  return (
    sections && {
      id: row.templateId,
      name: row.sections ? row.name : (original?.name ?? row.name),
      version: row.version,
      sections,
      isDefault: row.sections === null,
      changedAt: row.createdAt,
    }
  );
}

const originalOf = (id: string): Template | null => {
  const original = defaultOf(id);
  const { name, sections } = original ?? {};
  return original && { id, name: name!, version: 0, sections: sections!, isDefault: true, changedAt: null };
};

/** The latest version of each template that the organization has changed. */
const latestRows = (app: App, organizationId: string) =>
  app.db.proposalTemplateVersion.findMany({
    where: { organizationId },
    distinct: ['templateId'],
    orderBy: [{ templateId: 'asc' }, { version: 'desc' }],
  });

/** All templates of an organization as they are now: those that come with the product first, then its own by name. */
export async function listTemplates(app: App, organizationId: string): Promise<Template[]> {
  const rows = new Map((await latestRows(app, organizationId)).map((row) => [row.templateId, row]));
  const defaults = Object.keys(DEFAULT_TEMPLATES).map((id) => {
    const row = rows.get(id);
    return (row && templateOf(row)) ?? originalOf(id)!;
  });
  const own = [...rows.values()].flatMap((row) => (defaultOf(row.templateId) ? [] : (templateOf(row) ?? [])));
  return [...defaults, ...own.sort((a, b) => a.name.localeCompare(b.name, 'en'))];
}

/**
 * One template, as it is now or was in an earlier version.
 * @throws {DomainError} not-found
 */
export async function findTemplate(
  app: App,
  organizationId: string,
  id: string,
  version: number | null = null,
): Promise<Template> {
  const row = await app.db.proposalTemplateVersion.findFirst({
    where: { organizationId, templateId: id, ...(version !== null && { version }) },
    orderBy: { version: 'desc' },
  });
  const template = row ? templateOf(row) : version === null || version === 0 ? originalOf(id) : null;
  if (!template)
    throw notFound(version === null ? `The template “${id}”` : `Version ${version} of the template “${id}”`);
  return template;
}

/**
 * The template to use: the one that was named, or the one that fits the industry.
 * @throws {DomainError} invalid-input where the named one does not exist
 */
export async function chooseTemplate(
  app: App,
  organizationId: string,
  { templateId, industry }: { templateId: string | null; industry: string | null },
): Promise<Template> {
  const all = await listTemplates(app, organizationId);
  const id =
    templateId ??
    templateFor(
      industry,
      all.map(({ id }) => id),
    );
  const template = all.find((one) => one.id === id);
  if (!template)
    throw invalidInput(`There is no template “${id}”. Use the id of one of proposalTemplates.`, [
      'input',
      'templateId',
    ]);
  return template;
}

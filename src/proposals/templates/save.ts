import { Prisma } from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import { recordAudit } from '../../audit/index.js';
import { type Actor, requirePermission } from '../../identity/index.js';
import { isUniqueViolation } from '../../platform/database/db.js';
import { conflict, invalidInput } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { lineInput } from '../../platform/text/text-input.js';
import { checkVersion, type ExpectedVersion } from '../../platform/versions.js';
import { DEFAULT_TEMPLATES } from './defaults/index.js';
import { findTemplate, listTemplates } from './find.js';
import { sectionsInput, type TemplateSectionInput } from './input.js';
import { defaultNamed, templateNamed } from './match.js';
import type { TemplateSection } from './types.js';

// With the defaults, one page of the list.
const MOST_TEMPLATES = 100;

export interface SaveTemplateInput {
  /** Name of the industry; one that is new makes a template of the organization's own. */
  industry: string;
  sections: TemplateSectionInput[];
  /** The version that was edited, 0 for the default; another one's save in between is then a conflict. */
  expectedVersion: ExpectedVersion;
}

/**
 * Saves the template of an industry as a new version; earlier ones are kept.
 * @returns its id
 * @throws {DomainError} invalid-input; conflict naming the current version
 */
export async function saveTemplate(app: App, actor: Actor, input: SaveTemplateInput): Promise<string> {
  requirePermission(actor, 'templates.edit');
  const given = lineInput(input.industry, 'The industry', ['input', 'industry'], 80);
  const sections = sectionsInput(input.sections);
  const known = defaultNamed(given);
  const id = templateNamed(given);
  if (!id) throw invalidInput('The industry has no letters or digits. Name it.', ['input', 'industry']);
  const name = known ? DEFAULT_TEMPLATES[known].name : given;
  const all = await listTemplates(app, actor.organizationId);
  if (all.length >= MOST_TEMPLATES && !all.some((template) => template.id === id))
    throw conflict(
      `An organization has at most ${MOST_TEMPLATES} templates. Take one away that is not used.`,
    );
  await addVersion(app, actor, { id, name, sections, expectedVersion: input.expectedVersion });
  return id;
}

/**
 * Takes a template back to the default that comes with the product, or away where it is the organization's own. That
 * is a version as well; earlier ones are kept.
 * @throws {DomainError} not-found; conflict
 */
export async function resetTemplate(
  app: App,
  actor: Actor,
  input: { id: string; expectedVersion: ExpectedVersion },
): Promise<string> {
  requirePermission(actor, 'templates.edit');
  const { id, name, isDefault } = await findTemplate(app, actor.organizationId, input.id);
  if (!isDefault) await addVersion(app, actor, { ...input, name, sections: null });
  return id;
}

async function addVersion(
  app: App,
  actor: Actor,
  given: { id: string; name: string; sections: TemplateSection[] | null; expectedVersion: ExpectedVersion },
): Promise<void> {
  const { organizationId, userId } = actor;
  const { id: templateId, name, sections, expectedVersion } = given;
  const { _max } = await app.db.proposalTemplateVersion.aggregate({
    where: { organizationId, templateId },
    _max: { version: true },
  });
  const current = _max.version ?? 0;
  checkVersion(`The template “${name}”`, { id: templateId, version: current }, expectedVersion);
  const version = current + 1;
  const rowId = newId();
  await app.db
    .$transaction(async (tx) => {
      const former = await tx.proposalTemplateVersion.findFirst({
        where: { organizationId, templateId, version: current },
        select: { version: true, name: true, sections: true },
      });
      await tx.proposalTemplateVersion.create({
        data: {
          id: rowId,
          organizationId,
          templateId,
          name,
          version,
          sections: sections === null ? Prisma.DbNull : (sections as unknown as Prisma.InputJsonArray),
          createdById: userId,
        },
      });
      await recordAudit(tx, actor, {
        action: sections === null ? 'template.reset' : 'template.saved',
        subjectType: 'template',
        subjectId: rowId,
        details: { templateId, version },
        ...(former && { before: former }),
        after: { version, name, sections },
      });
    })
    .catch((error: unknown) => {
      // The number of the version is unique: of two saves at the same moment one gets it.
      if (!isUniqueViolation(error)) throw error;
      throw conflict(`The template “${name}” was saved by somebody else at this moment. Load it again.`);
    });
}

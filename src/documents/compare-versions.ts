import type { App } from '../app-types.js';
import { type Actor, requirePermission } from '../identity/index.js';
import { notFound } from '../platform/errors.js';
import { diffTexts, type TextDiff, unifiedText } from './diff.js';

export interface DocumentDiff extends TextDiff {
  documentId: string;
  /** Versions. */
  from: number;
  to: number;
  unified: string;
}

/**
 * What changed between two versions of a document.
 * @param reference the readable id of its workflow
 * @throws {DomainError} not-found
 */
export async function compareVersions(
  app: App,
  actor: Actor,
  reference: string,
  [from, to]: [number, number],
): Promise<DocumentDiff> {
  requirePermission(actor, 'workflows.view');
  const versions = await app.db.documentVersion.findMany({
    where: {
      organizationId: actor.organizationId,
      document: { workflow: { run: { reference } } },
      version: { in: [from, to] },
    },
    select: { documentId: true, version: true, content: true },
  });
  const find = (version: number) => {
    const found = versions.find((each) => each.version === version);
    if (!found) throw notFound(`Version ${version} of the document of ${reference}`);
    return found;
  };
  const [before, after] = [find(from), find(to)];
  const diff = diffTexts(before.content, after.content);
  return { ...diff, documentId: before.documentId, from, to, unified: unifiedText(diff) };
}

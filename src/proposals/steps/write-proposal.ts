import type {
  Document,
  Proposal,
  ProposalSection,
  ProposalSource,
} from '../../../generated/client/client.js';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import type { Run } from '../../platform/durable.js';
import { newId } from '../../platform/ids.js';
import { commitWorkflowStep, loadRun } from '../../rfp/index.js';
import { commitOutput } from '../../runs/index.js';
import { proposalMarkdown, withSection } from '../content.js';
import { plainText } from '../markdown.js';
import { writeProposalFile } from '../proposal-file.js';
import { putDocument } from './put-document.js';

type Section = ProposalSection & { sources: ProposalSource[] };

/** No version of a document: it holds what a person wrote, and is not to be written anew as a whole. */
const EDITED = 0;

/**
 * FORMATTING: writes the proposal's document and its Word file, and makes the workflow READY; in READY it brings
 * sections that were drafted again into the document.
 * @returns whether something was changed meanwhile, so that it has to be written once more
 */
export async function writeProposal(app: App, run: Run): Promise<{ outdated: boolean }> {
  const workflow = await loadRun(app, run);
  if (workflow.state !== 'FORMATTING' && workflow.state !== 'READY') return { outdated: false };
  const where = { workflowId: run.workflowId };
  const proposal = await app.db.proposal.findUniqueOrThrow({ where });
  const document = await app.db.document.findUnique({ where });
  const orderBy = { position: 'asc' } as const;
  const sections = await app.db.proposalSection.findMany({
    where,
    orderBy,
    include: { sources: { orderBy } },
  });
  const { content, isWhole, missing } = nextContent(proposal, document, sections);
  const title = document?.title ?? proposal.title;
  const output = await writeProposalFile(app, workflow, { title, content });

  const commit = () =>
    commitWorkflowStep(app, run, async (tx, now) => {
      const before = await tx.output.findUnique({ where });
      const outdated = now.answersRevision !== workflow.answersRevision;
      // Committed already, by a transaction whose end we were not told of.
      if (before?.storageKey === output.storageKey) return { result: { unused: null, outdated } };
      const version = await putDocument(tx, now, { title, content, expectedVersion: document?.version ?? 0 });
      // A person saved the document at this moment: what was made of the earlier version must not replace it.
      if (version === null) return { result: { unused: output.storageKey, outdated: true } };
      const writtenVersion = isWhole ? version : EDITED;
      await tx.proposal.update({ where, data: { writtenVersion, outputVersion: version } });
      await markWritten(tx, sections);
      await reportMissing(tx, run, missing);
      await tx.output.upsert({
        where,
        create: { ...where, organizationId: run.organizationId, ...output },
        update: output,
      });
      return {
        data: now.state === 'FORMATTING' ? { state: 'READY', completedAt: app.clock() } : {},
        events: [{ kind: 'output-ready' }],
        result: { unused: before?.storageKey ?? null, outdated },
      };
    });
  const { outdated } = await commitOutput(app, output, commit);
  return { outdated };
}

/**
 * What the document is to say now: all sections, or, where a person has edited it, what it says with the sections
 * replaced that were drafted again since. `missing` are those whose place in it was not found.
 */
function nextContent(
  proposal: Proposal,
  document: Document | null,
  sections: Section[],
): { content: string; isWhole: boolean; missing: Section[] } {
  if (!document || proposal.writtenVersion === document.version)
    return { content: proposalMarkdown(proposal.title, sections), isWhole: true, missing: [] };
  let { content } = document;
  const missing: Section[] = [];
  for (const section of sections.filter(({ revision, writtenRevision }) => revision !== writtenRevision)) {
    const replaced = withSection(content, section);
    if (replaced === null) missing.push(section);
    else content = replaced;
  }
  return { content, isWhole: false, missing };
}

async function markWritten(tx: Tx, sections: readonly Section[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE proposal_section SET written_revision = v.revision
    FROM unnest(${sections.map(({ id }) => id)}::uuid[], ${sections.map(({ revision }) => revision)}::int[])
      AS v(id, revision)
    WHERE proposal_section.id = v.id`;
}

async function reportMissing(tx: Tx, run: Run, missing: readonly Section[]): Promise<void> {
  if (missing.length === 0) return;
  const { workflowId, organizationId } = run;
  const last = await tx.reviewIssue.count({ where: { workflowId } });
  await tx.reviewIssue.createMany({
    data: missing.map(({ id, title }, i) => ({
      id: newId(),
      workflowId,
      organizationId,
      position: last + i + 1,
      code: 'SECTION_NOT_IN_DOCUMENT',
      severity: 'MEDIUM' as const,
      message:
        `The section “${plainText(title)}” was drafted again, but the edited document has no such heading, or several. ` +
        'Copy its text from proposalSections where you want it.',
      sectionId: id,
    })),
  });
}

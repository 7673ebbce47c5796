import { createApp } from '../../src/app.js';
import type { App } from '../../src/app-types.js';
import { type Actor, DEFAULT_ACTOR, ensureDefaultActor } from '../../src/identity/index.js';
import { addKnowledge } from '../../src/knowledge/index.js';
import { newId } from '../../src/platform/ids.js';
import { createLog } from '../../src/platform/observability/log.js';
import { parseEnv } from '../../src/platform/settings/env.js';
import { draftedFrom, findEvidence, knownAnswer } from '../../src/rfp/index.js';
import type { DraftedAnswer } from '../../src/rfp/prompts/draft-answer/index.js';
import { draftByRules } from '../../src/rfp/prompts/draft-answer/rules.js';
import { type AskedQuestion, type Company, companiesOf, type Part } from './set.js';

export interface Drafted {
  asked: AskedQuestion;
  company: string;
  draft: DraftedAnswer;
}

/** The application over a database, without a worker. */
export function applicationOver(databaseUrl: string) {
  const env = parseEnv({
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    DATABASE_ROW_SECURITY: 'false',
  });
  const idle = async () => {};
  const durable = { start: idle, ingest: idle, wake: idle, stop: idle, ping: idle, uiUrl: () => null };
  return createApp(env, { databaseUrl, durable, log: createLog('error') });
}

/** Asks each company of a part its questions, over the knowledge that is made of its documents. */
export async function askAll(app: App, part: Part): Promise<Drafted[]> {
  const drafted: Drafted[] = [];
  for (const company of companiesOf(part)) {
    const { organizationId } = await knowledgeOf(app, company);
    for (const asked of company.questions)
      drafted.push({ asked, company: company.name, draft: await draft(app, organizationId, asked) });
  }
  return drafted;
}

/** An organization with the documents of a company, added by the use case that the API calls. */
async function knowledgeOf(app: App, { name, documents }: Company): Promise<Actor> {
  await ensureDefaultActor(app.db);
  const actor: Actor = { ...DEFAULT_ACTOR, organizationId: newId() };
  const { organizationId, userId } = actor;
  await app.db.organization.create({ data: { id: organizationId, name } });
  await app.db.membership.create({ data: { organizationId, userId, role: 'owner' } });
  for (const { title, content, source, since } of documents) {
    const { id } = await addKnowledge(app, actor, { title, content, source });
    if (since !== null)
      await app.db.knowledgeItem.update({ where: { id }, data: { contentAt: new Date(`${since}-01-01`) } });
  }
  return actor;
}

/** The steps of a run that drafts an answer, with the rule-based engine. */
async function draft(app: App, organizationId: string, { question }: AskedQuestion): Promise<DraftedAnswer> {
  const found = await findEvidence(app, organizationId, { query: question, question });
  const input = {
    question,
    kind: 'question' as const,
    section: null,
    context: null,
    guidance: null,
    clientName: 'Northwind',
    industry: null,
    passages: draftedFrom(found),
    needsInputBelow: app.env.needsInputBelow,
  };
  return (await knownAnswer(app, input, found)) ?? draftByRules(input);
}

import type { GraphQLSchema } from 'graphql';
import { schema } from '../../../schema/index.js';
import { formWorkbook } from '../../formats/support/form-workbook.js';
import { pdf } from '../../formats/support/pdf.js';
import { mutate, PASSWORD, tokenIn } from '../../identity/support/accounts.js';
import { goodReply } from '../../qa/support.js';
import { type ApiClient, apiClient, type Reply } from '../../support/api-client.js';
import { uploadItem } from '../../support/items.js';
import { json, type ModelServer } from '../../support/model-server.js';
import { writtenProposal } from '../../support/proposals.js';
import { getWorkflow, textRfp, untilReady, uploadRfp } from '../../support/rfp.js';
import { scriptEngine } from '../../support/scripted-engine.js';
import type { SmtpServer } from '../../support/smtp-server.js';

/** An organization with data of every kind, all of whose texts hold its mark. */
export interface Furnished {
  api: ApiClient;
  /** Of the session of its owner. */
  token: string;
  mark: string;
  email: string;
  /** Readable ids of workflows: an answered RFP, one that was sent, a proposal. */
  references: string[];
  /** Tokens that were mailed: of an open invitation. */
  invitationToken: string;
  /** How many versions its document, its prompt and its template have. */
  versions: number;
}

export const QUESTIONS = [
  'How is customer data at rest encrypted?',
  'How often do you test the disaster recovery plan?',
  'What is your incident response process?',
];

/** Runs a mutation that takes `input`; fails where the payload has errors. */
export async function done(api: ApiClient, name: string, input: object, selection = '__typename') {
  const type = (schema as GraphQLSchema).getMutationType()!.getFields()[name]!.args[0]!.type;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${selection} errors { code message path } } }`;
  const payload = (await api.run(query, { input }))[name];
  if (payload.errors.length) throw new Error(`${name}: ${JSON.stringify(payload.errors)}`);
  return payload as Reply;
}

/** Makes the account of an owner, with its organization, and a session. */
async function owner(url: string, smtp: SmtpServer, mark: string) {
  const email = `owner@${mark}.example`;
  const account = { email, password: PASSWORD, name: `Owner ${mark}`, organizationName: `House ${mark}` };
  await done(apiClient(url), 'signUp', account);
  await done(apiClient(url), 'verifyEmail', { token: tokenIn((await smtp.mailTo(email)).text) });
  const { token } = await done(apiClient(url), 'signIn', { email, password: PASSWORD }, 'token');
  return { email, token: token as string };
}

async function members(api: ApiClient, url: string, smtp: SmtpServer, mark: string): Promise<string> {
  const { department } = await done(api, 'saveDepartment', { name: `Bids ${mark}` }, 'department { id }');
  const invite = async (name: string) => {
    const email = `${name}@${mark}.example`;
    await done(api, 'inviteMember', { email, role: 'manager', departmentId: department.id });
    return { email, invitationToken: tokenIn((await smtp.mailTo(email)).text) };
  };
  const bob = await invite('bob');
  await mutate(url, null, 'signUp', { ...bob, password: PASSWORD, name: `Bob ${mark}` });
  for (const name of [`Key ${mark}`, `Spare ${mark}`])
    await done(api, 'createApiKey', { name, scopes: ['workflows.view'] });
  return (await invite('carol')).invitationToken;
}

async function knowledge(api: ApiClient, mark: string, versions: number): Promise<void> {
  const texts = {
    Security: `All customer data at rest is encrypted with AES-256-GCM by the ${mark} vault.`,
    Continuity: `The disaster recovery plan of ${mark} is tested twice a year in two regions.`,
    Incidents: `The incident response process of ${mark} has four phases and a review.`,
  };
  for (const [title, content] of Object.entries(texts))
    await done(api, 'addKnowledge', {
      ...{ title: `${title} ${mark}`, content, tags: [`tag-${mark}`], source: `Handbook ${mark}` },
      idempotencyKey: `knowledge-${title}-${mark}`,
    });
  const text = `The ${mark} platform is hosted in two data centres.`;
  const file = { name: `${mark}.pdf`, content: pdf([[{ text, x: 72, y: 700 }]]) };
  const { item } = await uploadItem(api, file, { title: `File ${mark}` });
  for (let revision = 1; revision < versions; revision++)
    await done(api, 'updateKnowledge', { id: item.id, title: `File ${mark} ${revision}` });
  const pair = async (question: string, answer: string) =>
    (
      await done(
        api,
        'addAnswerToLibrary',
        { question: `${question} (${mark})`, answer: `${answer} ${mark}.` },
        'item { id }',
      )
    ).item.id as string;
  const kept = await pair('Do you test your backups?', 'Yes, every month, says');
  const dropped = await pair('Please explain: do you test your backups?', 'Yes, every month says');
  await done(api, 'mergeLibraryPairs', { keepId: kept, dropIds: [dropped] });
  await pair('Do you offer training?', 'Yes, we do, says');
  await pair('Do you offer training?', 'No, we do not, says');
  await pair('Do you hold ISO 27001?', 'Yes, since 2020, says');
  await pair('Please say: do you hold ISO 27001?', 'Yes, since 2020 says');
  await pair('Do you have a partner network?', 'Yes, says');
  await pair('Do you have a partner network?', 'No, says');
  const { libraryContradictions } = await api.run('{ libraryContradictions { edges { node { id } } } }');
  await done(api, 'dismissLibraryFinding', { id: libraryContradictions.edges[0].node.id });
  const { item: gone } = await done(
    api,
    'addKnowledge',
    { title: `Gone ${mark}`, content: `What ${mark} no longer says.` },
    'item { id }',
  );
  await done(api, 'deleteKnowledge', { id: gone.id });
}

async function rfp(api: ApiClient, name: string, mark: string, versions: number): Promise<string> {
  const { workflow, errors } = await uploadRfp(api, textRfp(QUESTIONS, `Request of ${mark}`), {
    clientName: `Client ${mark}`,
    industry: `Trade ${mark}`,
    idempotencyKey: `${name}-${mark}`,
  });
  if (!workflow) throw new Error(JSON.stringify(errors));
  const { workflowId } = workflow;
  await untilReady(api, workflowId);
  const [first, second] = (await getWorkflow(api, workflowId)).generatedResponses;
  await done(api, 'updateAnswer', {
    answerId: first.id,
    text: `We of ${mark} encrypt it all.`,
    approve: true,
  });
  await done(api, 'updateAnswer', { answerId: second.id, text: `Twice a year, ${mark} says.` });
  for (let version = 2; version <= versions; version++)
    await done(api, 'saveDocument', { workflowId, title: `Response ${mark} ${version}` });
  return workflowId;
}

/** An RFP that came as a workbook, which has been given back once. */
async function form(api: ApiClient, token: string, mark: string): Promise<string> {
  const content = formWorkbook({
    name: `Form ${mark}`,
    rows: [
      ['ID', 'Question', 'Answer', 'Comments'],
      ...QUESTIONS.map((text, i) => [`Q${i}`, `${text} (${mark})`]),
    ],
    lists: { C2: '"Yes,No"' },
  });
  const file = { name: `${mark}.xlsx`, content };
  const { workflow, errors } = await uploadRfp(api, file, { clientName: `Client ${mark}` });
  if (!workflow) throw new Error(JSON.stringify(errors));
  const { workflowId } = workflow;
  await untilReady(api, workflowId);
  await done(api, 'confirmMapping', { workflowId, expectedVersion: 1 });
  const { status } = await fetch(`${api.url}/download/${workflowId}?format=original`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (status !== 200) throw new Error(`the form of ${mark} does not come back: ${status}`);
  return workflowId;
}

async function settings(api: ApiClient, mark: string, versions: number): Promise<void> {
  const sections = [{ title: `Part ${mark}`, purpose: `Says ${mark}`, topics: [`Topic ${mark}`] }];
  for (let version = 0; version < versions; version++) {
    await done(api, 'saveProposalTemplate', {
      industry: `Trade ${mark}`,
      sections,
      expectedVersion: version,
    });
    const text = `Answer as ${mark} would, ${version}.`;
    await done(api, 'savePromptTemplate', { task: 'draft-answer', text, note: `Note ${mark}`, version });
  }
  await done(api, 'setUsageBudget', { period: 'MONTH', limitUsd: 1000 });
}

async function models(api: ApiClient, model: ModelServer, mark: string): Promise<void> {
  const { credential } = await done(
    api,
    'createProviderCredential',
    {
      ...{
        provider: 'custom',
        name: `Access ${mark}`,
        baseUrl: model.url,
        apiKey: `sk-${mark}-0123456789abcdef`,
      },
      ...{ model: `model-${mark}`, embeddingModel: `vectors-${mark}`, inputPrice: 1, outputPrice: 2 },
    },
    'credential { id }',
  );
  await done(api, 'setModelRouting', { task: 'CHAT', models: [{ credentialId: credential.id }] });
  await done(api, 'testProviderCredential', { id: credential.id });
  // Embedded as soon as it is stored; the first text of before is, too.
  await done(api, 'addKnowledge', {
    title: `Vectors ${mark}`,
    content: `The ${mark} vectors say what is near.`,
  });
  await done(api, 'createProviderCredential', {
    provider: 'openai',
    name: `Spare ${mark}`,
    apiKey: `sk-${mark}-0123456789abcdef`,
    active: false,
  });
}

async function conversations(api: ApiClient, mark: string): Promise<void> {
  const question = `How does ${mark} encrypt customer data at rest?`;
  const { answer } = await done(
    api,
    'askQuestion',
    { question, idempotencyKey: `ask-${mark}` },
    'answer { id conversation { id } }',
  );
  await done(api, 'rateAnswer', { answerId: answer.id, helpful: false, comment: `Comment ${mark}` });
  await done(api, 'addQaAnswerToLibrary', { answerId: answer.id });
  const conversationId = answer.conversation.id;
  await done(api, 'askQuestion', { question: `And how often does ${mark} test recovery?`, conversationId });
  await done(api, 'renameConversation', { conversationId, title: `Talk ${mark}` });
}

/** People are asked for something about a workflow: twice, so that there is something in the middle. */
async function tasks(api: ApiClient, workflowId: string, mark: string): Promise<void> {
  const { me, workflow } = await api.run(
    'query ($w: String!) { me { id } workflow(workflowId: $w) { id } }',
    {
      w: workflowId,
    },
  );
  for (const [kind, n] of [
    ['REVIEW', 1],
    ['TODO', 2],
    ['TODO', 3],
  ] as const)
    await done(api, 'createTask', {
      ...{
        runId: workflow.id,
        kind,
        title: `Task ${n} of ${mark}`,
        note: `Note ${mark}`,
        assigneeIds: [me.id],
      },
      idempotencyKey: `task-${n}-${mark}`,
    });
}

interface Furnishing {
  smtp: SmtpServer;
  model: ModelServer;
  mark: string;
  versions: number;
  /** Waits until all responses hold what was edited. */
  written(): Promise<void>;
}

/** Makes an organization over the API, with at least two things of each kind, so that lists have a middle. */
export async function furnish(
  url: string,
  { smtp, model, mark, versions, written }: Furnishing,
): Promise<Furnished> {
  model.on('answer_question', (request) => json(goodReply(request)));
  model.on('rewrite_question', () => json({ question: `How often does ${mark} test recovery?` }));
  model.on('connection_test', () => json({ ok: true }));
  const { email, token } = await owner(url, smtp, mark);
  const api = apiClient(url, token);
  const invitationToken = await members(api, url, smtp, mark);
  await knowledge(api, mark, versions);
  const references = [await rfp(api, 'open', mark, versions)];
  const proposal = await writtenProposal(api, {
    clientName: `Client ${mark}`,
    requirements: `We want a platform for ${mark}.\n\n- All data at rest must be encrypted by ${mark}.\n- ${mark} must test recovery.\n`,
    idempotencyKey: `proposal-${mark}`,
  });
  references.push(proposal.workflowId);
  await tasks(api, references[0]!, mark);
  const filled = await form(api, token, mark);
  await settings(api, mark, versions);
  await conversations(api, mark);
  await models(api, model, mark);
  await conversations(api, mark);
  // From here on a model is asked.
  scriptEngine(model);
  const sent = await rfp(api, 'sent', mark, versions);
  await written();
  await done(api, 'submitWorkflow', { workflowId: sent });
  references.push(sent, filled);
  return { api, token, mark, email, references, invitationToken, versions };
}

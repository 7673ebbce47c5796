import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../schema/index.js';
import { type Access, accessOf } from '../../schema/permissions.js';
import { isVersioned } from '../../src/http/graphql/polled/versioned-fields.js';
import {
  type Actor,
  allows,
  DEFAULT_ACTOR,
  isPermission,
  type Permission,
  ROLES,
} from '../../src/identity/index.js';
import { newId } from '../../src/platform/ids.js';
import type { Reply } from '../support/api-client.js';
import { seedWorkflow } from '../support/seed-workflow.js';
import { apiOnly, POLLED, post, readyWorkflow, unheard } from './api-only.js';

/** A field below a workflow that takes more than seeing workflows, and how a query gets there. */
interface Guarded {
  path: string[];
  permission: Permission;
  selection: string;
}

const isMore = (access: Access | null): access is Permission =>
  access !== null && isPermission(access) && access !== 'workflows.view';

/** All of them, each type by its shortest way. */
function guardedFields(): Guarded[] {
  const found: Guarded[] = [];
  const seen = new Set<string>();
  let types: { type: GraphQLObjectType; path: string[] }[] = [
    { type: schema.getType('Workflow') as GraphQLObjectType, path: [] },
  ];
  while (types.length) {
    const next: typeof types = [];
    for (const { type, path } of types)
      for (const field of Object.values(type.getFields())) {
        if (field.args.some(isRequiredArgument)) continue;
        const inner = getNamedType(field.type);
        const [permission] = [accessOf(field), accessOf(inner)].filter(isMore);
        const here = [...path, field.name];
        if (permission) found.push({ path: here, permission, selection: selectionOf(here, inner) });
        if (!isObjectType(inner) || seen.has(inner.name)) continue;
        seen.add(inner.name);
        next.push({ type: inner, path: here });
      }
    types = next;
  }
  return found;
}

/** Down the path, and there all that may be kept. */
function selectionOf(path: string[], type: ReturnType<typeof getNamedType>): string {
  const own = isObjectType(type)
    ? `{ ${Object.values(type.getFields())
        .filter((field) => isLeafType(getNamedType(field.type)) && isVersioned(type.name, field.name))
        .map(({ name }) => name)
        .join(' ')} }`
    : '';
  return path.reduceRight((inner, name, at) => `{ ${name} ${at === path.length - 1 ? own : inner} }`, '');
}

const valuesAt = (data: Reply, [name, ...rest]: string[]): Reply[] => {
  const values = [data?.[name!]].flat();
  return rest.length ? values.flatMap((value) => valuesAt(value, rest)) : values;
};

/** Every role, keys narrowed to seeing workflows, and keys that may see the rest as well. */
const callers: Pick<Actor, 'role' | 'scopes'>[] = [
  ...ROLES.map((role) => ({ role, scopes: null })),
  { role: 'owner', scopes: ['workflows.view'] },
  { role: 'owner', scopes: ['workflows.view', 'usage.view'] },
  { role: 'viewer', scopes: ['workflows.view', 'usage.view'] },
];

test('what a field needs holds whether its response is kept, checked or read, whoever asked before', async () => {
  await using workflow = await readyWorkflow();
  // One user with ever other rights: the closest that two callers can be.
  const actor = { ...DEFAULT_ACTOR };
  await using kept = await apiOnly(workflow.databaseUrl, { actor });
  await using checked = await apiOnly(workflow.databaseUrl, { actor, wakeups: unheard });
  const { db } = kept.app;
  const { organizationId } = actor;
  const request = await db.aiRequest.create({
    data: {
      ...{
        organizationId,
        task: 'draft-answer',
        modelTask: 'DRAFTING',
        provider: 'environment',
        model: 'm-1',
      },
      ...{ credentialName: 'The key of finance', cost: '0.125', latencyMs: 7, outcome: 'ANSWERED' },
      parameters: { temperature: 0.25 },
    } as never,
  });
  await db.answer.updateMany({ data: { aiRequestId: request.id } });
  const proposal = await seedWorkflow(db, {
    ...{ id: newId(), organizationId, reference: 'WF-QUICK-1', kind: 'QUICK_PROPOSAL', state: 'READY' },
    ...{ engine: 'rules', clientName: 'Northwind', createdById: actor.userId, version: 1 },
  });
  await db.proposalSection.create({
    data: {
      ...{ organizationId, workflowId: proposal.id, position: 1, kind: 'TEXT', title: 'One' },
      ...{ purpose: 'To begin', words: 100, aiRequestId: request.id },
    },
  });

  const fields = guardedFields();
  expect(fields.map(({ path }) => path.join('.'))).toEqual(
    expect.arrayContaining(['generatedResponses.aiRequest', 'proposalSections.aiRequest']),
  );
  for (const { path, permission, selection } of fields) {
    const workflowId = path[0]!.startsWith('proposal') ? proposal.reference : workflow.reference;
    const query = `query ($workflowId: String!) { workflow(workflowId: $workflowId) ${selection} }`;
    const body = { query, variables: { workflowId } };
    const answers: Reply[] = [];
    // To and fro, so that everybody asks after those who may see more and after those who may see less.
    for (const caller of [...callers, ...callers.toReversed()]) {
      Object.assign(actor, caller);
      const said = `${path.join('.')} as ${caller.role} ${caller.scopes}`;
      const fresh = await post(kept, body, { long: true });
      for (let n = 0; n < 2; n++) {
        expect(await post(kept, body), said).toEqual(fresh);
        expect(await post(checked, body), said).toEqual(fresh);
      }
      const found = valuesAt(fresh.data.workflow, path);
      expect(found.length, said).toBeGreaterThan(0);
      const isAllowed = allows(actor, permission);
      for (const value of found) expect(value !== null, said).toBe(isAllowed);
      expect(fresh.errors?.[0].extensions.code, said).toBe(isAllowed ? undefined : 'FORBIDDEN');
      if (!isAllowed) expect(JSON.stringify(fresh), said).not.toMatch(/The key of finance|0\.125|0\.25|m-1/);
      answers.push(fresh.data);
    }
    // What makes the test one: some saw it, some did not, and who saw it was answered from what was kept.
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(2);
    kept.reads.clear();
    Object.assign(actor, { role: 'owner', scopes: null });
    await post(kept, body);
    expect(kept.reads.get(POLLED)).toBeUndefined();
  }
});

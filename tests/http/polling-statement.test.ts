import { GraphQLObjectType, getNamedType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { WorkflowState } from '../../generated/client/enums.js';
import { schema } from '../../schema/index.js';
import { POLLED_COLUMNS } from '../../src/http/polled/columns.js';
import { versionedFields } from '../../src/http/polled/versioned-fields.js';
import type { Wakeups } from '../../src/platform/wakeups.js';
import { type Random, randomFrom } from '../durability/support/random.js';
import type { Reply } from '../support/api-client.js';
import { type ApiOnly, apiOnly, POLLED, readyWorkflow } from './api-only.js';

/** The same query by the one statement and, since its length is unknown, by Yoga and the executor. */
async function bothWays(api: ApiOnly, selection: string, id: string): Promise<[Reply, Reply]> {
  const body = JSON.stringify({
    query: `query ($id: String!) { workflow(workflowId: $id) ${selection} }`,
    variables: { id },
  });
  const post = async (sent: BodyInit) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: sent, duplex: 'half' } as RequestInit;
    const text = await (await fetch(`${api.url}/graphql`, init)).text();
    // Each of them takes from what is left.
    return text.replace(/,"remaining":\d+,"resetSeconds":\d+/, '');
  };
  return [await post(body), await post(new Blob([body]).stream())];
}

/** A random selection of fields that one statement can read, with aliases, fragments and fields asked twice. */
function randomSelection(typeName: string, random: Random, depth = 0): string {
  const fields = (schema.getType(typeName) as GraphQLObjectType).getFields();
  const innerOf = (name: string) => getNamedType(fields[name]!.type);
  const names = Object.keys(POLLED_COLUMNS[typeName]!).filter(
    (name) => depth < 4 || !(innerOf(name) instanceof GraphQLObjectType),
  );
  const one = (): string => {
    const percent = random.between(1, 100);
    if (percent <= 8) return '__typename';
    if (percent <= 16) return `... on ${typeName} ${randomSelection(typeName, random, depth + 1)}`;
    const name = names[random.between(0, names.length - 1)]!;
    const inner = innerOf(name);
    const alias = percent > 90 ? `${name}_${random.between(0, 999)}: ` : '';
    return `${alias}${name}${inner instanceof GraphQLObjectType ? ` ${randomSelection(inner.name, random, depth + 1)}` : ''}`;
  };
  return `{ ${Array.from({ length: random.between(1, 5) }, one).join(' ')} }`;
}

/** As if announcements were not heard: every read asks for the version first, and what is kept cannot be stale. */
const unheard: Wakeups = {
  on: () => () => {},
  onLost: () => () => {},
  listening: false,
  close: async () => {},
};

describe('the statement of a polled query', () => {
  test('knows every field that changes only with the version, but for those of proposals', () => {
    const known = Object.entries(POLLED_COLUMNS).flatMap(([type, fields]) =>
      Object.keys(fields).map((field) => `${type}.${field}`),
    );
    const others = [...versionedFields].filter((field) => !known.includes(field));
    expect(new Set([...known, ...others])).toEqual(new Set(versionedFields));
    for (const field of others) expect(field).toMatch(/^Proposal|^Workflow\.proposal|^ReviewIssue\.section$/);
  });

  test('gives what the executor gives, to the byte, for whatever is selected in whatever state', async () => {
    await using workflow = await readyWorkflow(3);
    await using api = await apiOnly(workflow.databaseUrl, { wakeups: unheard });
    const { db } = api.app;
    const [first = '', second = ''] = workflow.answerIds;
    const owner = await db.answer.findUniqueOrThrow({ where: { id: first } });
    await db.answerSource.create({
      data: {
        organizationId: owner.organizationId,
        answerId: first,
        position: 1,
        text: 'Quotes " and \\ and \u2028 and é and \u{1F600}\n',
        score: 1e-7,
        source: 'a.pdf',
        page: 2,
        knowledgeId: owner.id,
      },
    });
    await db.answer.update({ where: { id: second }, data: { answeredAt: null } });
    const random = randomFrom(20_261_121);
    let compared = 0;
    for (const state of Object.values(WorkflowState)) {
      await db.workflow.update({
        where: { id: workflow.id },
        data: {
          state,
          kind: random.between(1, 4) === 1 ? 'QUICK_PROPOSAL' : 'RFP_RESPONSE',
          resumeState: state === 'ERROR' ? 'GENERATING' : null,
          version: { increment: 1 },
          percent: 100 / 3,
          sections: ['One', 'Two "2"'],
          ...(state === 'ERROR' && { failureCode: 'TIMED_OUT', failureAt: new Date(1_700_000_000_123) }),
        },
      });
      if (state === 'CLOSED') await db.review.delete({ where: { workflowId: workflow.id } });
      for (let n = 0; n < 40; n++) {
        const selection = randomSelection('Workflow', random);
        api.reads.clear();
        const [byStatement, byExecutor] = await bothWays(api, selection, workflow.reference);
        // Two random fields of one name may conflict, which Yoga refuses whichever way it comes.
        if (api.reads.get(POLLED)) compared++;
        expect(byStatement, selection).toBe(byExecutor);
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  test('is left to the executor where it has a condition, too many fields, or one that it cannot read', async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const many = Array.from({ length: 60 }, (_, n) => `a${n}: state`).join(' ');
    for (const selection of [
      '{ state @skip(if: false) }',
      `{ ${many} }`,
      '{ state documentBlocks { text } }',
    ]) {
      const [short, long] = await bothWays(api, selection, workflow.reference);
      expect(short).toBe(long);
      expect(JSON.parse(short).data.workflow).toMatchObject(
        selection.includes('a0') ? { a0: 'READY' } : { state: 'READY' },
      );
    }
    expect(api.reads.get(POLLED)).toBeUndefined();
  });

  test("does not read another organization's workflow", async () => {
    await using workflow = await readyWorkflow();
    await using api = await apiOnly(workflow.databaseUrl);
    const other = await api.app.db.organization.create({ data: { name: 'Other' } });
    await api.app.db.workflow.update({ where: { id: workflow.id }, data: { organizationId: other.id } });
    const [short, long] = await bothWays(api, '{ state clientName }', workflow.reference);
    expect(JSON.parse(short)).toMatchObject({ data: { workflow: null } });
    expect(long).toBe(short);
  });
});

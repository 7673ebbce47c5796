import { expect, test } from 'vitest';
import { globalId } from '../../schema/ids.js';
import { findAuditRecords, recordAudit } from '../../src/audit/index.js';
import { DEFAULT_ACTOR } from '../../src/identity/index.js';
import { newId } from '../../src/platform/ids.js';
import { apiOnly, readyWorkflow } from '../http/api-only.js';
import type { Reply } from '../support/api-client.js';
import { seedOtherTenant } from '../support/other-tenant.js';
import { editOverHttp } from './support.js';

const LIST = `query ($filter: AuditFilter, $first: Int, $after: String, $last: Int, $before: String) {
  auditRecords(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { action actor { name } subjectType subjectId details before after sequence seal requestId at } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    csvUrl
  }
}`;

/** A service with records of renamed conversations named 1 to `count`, some at the same millisecond. */
async function withRecords(count: number) {
  const workflow = await readyWorkflow();
  const api = await apiOnly(workflow.databaseUrl);
  const subject = newId();
  await api.app.db.auditRecord.createMany({
    data: down(count, 1)
      .reverse()
      .map((i) => ({
        ...{
          id: newId(),
          organizationId: DEFAULT_ACTOR.organizationId,
          actorId: i % 2 ? DEFAULT_ACTOR.userId : null,
        },
        ...{ action: i % 3 ? 'conversation.renamed' : 'conversation.deleted', subjectType: 'conversation' },
        ...{ subjectId: i % 5 ? newId() : subject, details: { n: i } },
        at: new Date(1_700_000_000_000 + Math.floor(i / 2)),
      })),
  });
  const list = async (variables: Record<string, unknown> = {}) =>
    (await api.run(LIST, variables)).auditRecords;
  return {
    ...{ api, workflow, subject, list },
    numbers: async (variables?: Record<string, unknown>) =>
      (await list(variables)).edges.map(({ node }: Reply) => node.details.n),
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await workflow[Symbol.asyncDispose]();
    },
  };
}

const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

test('records are paged forward and backward without a gap or a double, also within one millisecond', async () => {
  await using it = await withRecords(11);
  const seen: number[] = [];
  let after: string | null = null;
  do {
    const page: Reply = await it.list({ first: 3, after });
    seen.push(...page.edges.map(({ node }: Reply) => node.details.n));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toEqual(down(11, 1));

  const last = await it.list({ last: 4 });
  expect(last.edges.map(({ node }: Reply) => node.details.n)).toEqual([4, 3, 2, 1]);
  expect(last.pageInfo).toMatchObject({ hasPreviousPage: true });
  expect(await it.numbers({ last: 4, before: last.pageInfo.startCursor })).toEqual([8, 7, 6, 5]);
});

test('records are found by subject, actor, action and time', async () => {
  await using it = await withRecords(11);
  const by = (filter: Record<string, unknown>) => it.numbers({ filter });
  expect(await by({ subjectId: globalId('Conversation', it.subject) })).toEqual([10, 5]);
  expect(await by({ subjectId: it.subject, subjectType: 'answer' })).toEqual([]);
  expect(await by({ actorId: globalId('User', DEFAULT_ACTOR.userId) })).toEqual([11, 9, 7, 5, 3, 1]);
  expect(await by({ actions: ['conversation.deleted'] })).toEqual([9, 6, 3]);
  expect(await by({ actions: ['conversation.deleted', 'conversation.renamed'] })).toEqual(down(11, 1));
  const [from, to] = [1, 3].map((ms) => new Date(1_700_000_000_000 + ms).toISOString());
  expect(await by({ from, to })).toEqual([5, 4, 3, 2]);
});

test('a record shows who did what to what, its values and its place in the chain', async () => {
  await using it = await withRecords(0);
  const [answerId] = it.workflow.answerIds;
  await editOverHttp(it.api, answerId!, 'In three regions.', { 'x-request-id': 'req-1' });
  const [{ node }] = (await it.list()).edges;
  expect(node).toMatchObject({
    ...{
      action: 'answer.edited',
      actor: { name: 'Sales Rep' },
      subjectType: 'answer',
      sequence: 1,
      requestId: 'req-1',
    },
    subjectId: globalId('Answer', answerId!),
    after: { text: 'In three regions.' },
    seal: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test.each([
  [{ after: 'nonsense' }],
  [{ after: Buffer.from('1 2').toString('base64url') }],
  [{ first: 0 }],
  [{ first: 101 }],
  [{ filter: { subjectId: 'nonsense' } }],
  [{ filter: { actorId: 'nonsense' } }],
])('what is no question is refused: %j', async (variables) => {
  await using it = await withRecords(1);
  const { errors } = await it.api.ask(LIST, variables);
  expect(errors?.[0]?.extensions?.code).toMatch(/BAD_USER_INPUT|INVALID_INPUT/);
});

test('the trail of another organization is neither listed nor exported', async () => {
  await using it = await withRecords(2);
  const other = await seedOtherTenant(it.workflow.databaseUrl);
  const organization = await it.api.app.db.workflow.findFirstOrThrow({
    where: { run: { reference: other.reference } },
  });
  await recordAudit(
    it.api.app.db,
    { organizationId: organization.organizationId, userId: null },
    {
      ...{
        action: 'conversation.deleted',
        subjectType: 'conversation',
        subjectId: newId(),
        details: { title: 'Theirs' },
      },
    },
  );
  const page = await it.list();
  expect(page.edges).toHaveLength(2);
  expect(await (await fetch(page.csvUrl)).text()).not.toContain('Theirs');
});

test('the export holds all records of the filter, shows formulas as text, and is recorded itself', async () => {
  await using it = await withRecords(2_500);
  await editOverHttp(it.api, it.workflow.answerIds[0]!, 'Plain.', {
    'user-agent': '=HYPERLINK("http://evil")',
  });
  const { csvUrl } = await it.list({ filter: { to: new Date(1_750_000_000_000).toISOString() } });
  const old = await fetch(csvUrl);
  expect(old.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(old.headers.get('content-disposition')).toMatch(/attachment; filename="audit .*\.csv"/);
  const lines = (await old.text()).trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'at,sequence,action,actor,subject_type,subject_id,request_id,address,user_agent,via,details,before,after,seal',
  );
  expect(lines).toHaveLength(2_501);
  const all = await (await fetch((await it.list()).csvUrl)).text();
  expect(all).toContain(`"'=HYPERLINK(""http://evil"")"`);
  expect((await it.list({ filter: { actions: ['audit.exported'] } })).edges).toHaveLength(2);
});

test.each([
  [{ organization: true }, 'audit_record_organization_id_at_id_idx'],
  [{ subjectType: 'conversation', subjectId: newId() }, 'audit_record_subject_idx'],
  [{ actorId: newId() }, 'audit_record_organization_id_actor_id_at_id_idx'],
  [{ actions: ['conversation.deleted'] }, 'audit_record_organization_id_action_at_id_idx'],
])('a page is read along an index and not sorted: %j', async (filter, index) => {
  await using it = await withRecords(200);
  let plan = '';
  const sql = {
    async query<T>(text: string, values: unknown[]) {
      await it.api.app.sql.query('ANALYZE audit_record', []);
      const rows = await it.api.app.sql.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      return [] as T[];
    },
  };
  const none = { subjectType: null, subjectId: null, actorId: null, actions: null, from: null, to: null };
  await findAuditRecords({ sql }, DEFAULT_ACTOR, { ...none, ...filter } as never, { limit: 20 });
  expect(plan).toContain(index);
});

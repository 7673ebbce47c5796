import { describe, expect, test } from 'vitest';
import { getDatamodel } from '../../generated/pothos-types.js';
import { openDatabase } from '../../src/platform/database/db.js';
import { readTree } from '../../src/platform/database/read-tree.js';
import { sqlOver } from '../../src/platform/database/sql.js';
import { createLog } from '../../src/platform/observability/log.js';
import { type Random, randomFrom } from '../durability/support/random.js';
import { readyWorkflow } from '../http/api-only.js';

const { models } = getDatamodel().datamodel;
type Tree = Record<string, unknown>;

/** A random choice of columns and related rows, with conditions and orders where a list is. */
function randomQuery(model: string, random: Random, depth = 0): Tree {
  const { fields } = models[model]!;
  const names = new Set(
    Array.from({ length: random.between(1, 5) }, () => random.between(0, fields.length - 1)),
  );
  const chosen: Tree = {};
  for (const { name, kind, type, isList } of [...names].map((n) => fields[n]!)) {
    if (kind !== 'object') chosen[name] = true;
    else if (depth < 3 && models[type]!.fields.some(({ isId }) => isId))
      chosen[name] = {
        ...randomQuery(type, random, depth + 1),
        ...(isList && { orderBy: orderOf(type, random) }),
      };
  }
  if (!Object.keys(chosen).length) chosen[fields[0]!.name] = true;
  return { [random.between(1, 5) === 1 ? 'include' : 'select']: chosen };
}

/** Relations alone may be included. */
function normal(model: string, query: Tree): Tree {
  const { select, include, ...rest } = query as { select?: Tree; include?: Tree };
  const inner = Object.entries((select ?? include)!).map(([name, value]) => {
    const { type, kind } = models[model]!.fields.find((field) => field.name === name)!;
    return [name, kind === 'object' ? normal(type, value as Tree) : value, kind] as const;
  });
  const relations = inner
    .filter(([, , kind]) => kind === 'object')
    .map(([name, value]) => [name, value] as const);
  if (select) return { ...rest, select: Object.fromEntries(inner) };
  return relations.length ? { ...rest, include: Object.fromEntries(relations) } : rest;
}

const orderOf = (model: string, random: Random) => {
  const id = models[model]!.fields.find(({ isId }) => isId)!.name;
  return { [id]: random.between(0, 1) ? 'asc' : 'desc' };
};

describe('a tree of rows', () => {
  test('is what Prisma reads, for whatever is chosen', async () => {
    await using workflow = await readyWorkflow(3);
    const { db, pool, close } = openDatabase(workflow.databaseUrl, 2, createLog('silent', false));
    const sql = sqlOver(pool);
    const { organizationId, createdById } = await db.run.findUniqueOrThrow({
      where: { id: workflow.id },
    });
    const owner = { organizationId, workflowId: workflow.id };
    const [answerId = '', second = ''] = workflow.answerIds;
    await db.answerSource.create({
      data: {
        ...{ organizationId, answerId, position: 1, score: 1e-7, source: 'a.pdf', page: 2 },
        text: 'Quotes " and \\ and \u2028 and é and \u{1F600}\n',
      },
    });
    await db.answer.update({
      where: { id: second },
      data: { answeredAt: null, updatedById: createdById, sentences: [{ start: 0, support: 1 / 3 }] },
    });
    await db.proposalSection.create({
      data: {
        ...owner,
        position: 1,
        kind: 'TEXT',
        title: 'One',
        purpose: 'P',
        words: 9,
        topics: ['a', '"b"'],
      },
    });
    await db.run.update({
      where: { id: workflow.id },
      data: { percent: 100 / 3, failureAt: new Date(1_700_000_000_123) },
    });
    await db.rfpResponse.updateMany({ data: { sections: ['One', 'Two "2"'] } });

    const random = randomFrom(20_261_201);
    let read = 0;
    for (let n = 0; n < 300; n++) {
      const query = normal('Workflow', randomQuery('Workflow', random));
      const where = { run: { reference: workflow.reference }, organizationId };
      const found = readTree(sql, 'Workflow', query, where);
      if (!found) continue;
      read++;
      expect(await found, JSON.stringify(query)).toEqual(
        await db.workflow.findFirst({ ...query, where } as never),
      );
    }
    expect(read).toBeGreaterThan(200);

    const answers = {
      select: {
        answers: {
          select: { text: true, question: { select: { position: true } } },
          where: { answeredAt: { not: null } },
          orderBy: { question: { position: 'desc' } },
        },
      },
    };
    const where = { id: workflow.id };
    const ordered = await readTree<{ answers: object[] }>(sql, 'Workflow', answers, where);
    expect(ordered).toEqual(await db.workflow.findFirst({ ...answers, where } as never));
    expect(ordered?.answers).toMatchObject([{ question: { position: 3 } }, { question: { position: 1 } }]);
    expect(await readTree(sql, 'Workflow', answers, { id: owner.organizationId })).toBeNull();
    await close();
  });

  test('is left to Prisma where it says more than one statement can', () => {
    const never = { query: () => Promise.reject(new Error('was asked')) };
    const answers = (query: object) => ({ select: { answers: query } });
    for (const query of [
      answers({ select: { id: true }, take: 2 }),
      answers({ select: { id: true }, where: { status: 'EDITED' } }),
      answers({ select: { id: true }, where: { OR: [] } }),
      answers({ select: { id: true }, orderBy: { text: { sort: 'asc', nulls: 'last' } } }),
      { select: { _count: true } },
      { select: { nothing: true } },
    ])
      expect(readTree(never, 'Workflow', query, { id: 'x' }), JSON.stringify(query)).toBeNull();
  });
});

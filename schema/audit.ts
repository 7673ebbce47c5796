import { decodeGlobalID, resolveCursorConnection } from '@pothos/plugin-relay';
import type { GraphQLSchema } from 'graphql';
import {
  type AuditFilter,
  type AuditPage,
  type AuditRow,
  auditCursor,
  auditParams,
  countAuditRecords,
  findAuditRecords,
} from '../src/audit/index.js';
import { invalidInput } from '../src/platform/errors.js';
import { isUuid } from '../src/platform/ids.js';
import { builder } from './builder.js';
import { globalId } from './ids.js';
import { globalID } from './kit/global-id.js';
import { names } from './kit/names.js';
import { needs, subjectOf } from './permissions.js';

const nodes = new WeakMap<GraphQLSchema, Map<string, string>>();

/** The types of what records are about, as they declare it. */
function nodesOf(schema: GraphQLSchema): Map<string, string> {
  const known = nodes.get(schema);
  if (known) return known;
  const found = new Map(
    Object.values(schema.getTypeMap()).flatMap((type) => {
      const subject = subjectOf(type);
      return subject ? [[subject as string, type.name] as const] : [];
    }),
  );
  nodes.set(schema, found);
  return found;
}

function idOf({ subjectType, subjectId }: AuditRow, schema: GraphQLSchema): string {
  const node = nodesOf(schema).get(subjectType);
  return node ? globalId(node, subjectId) : subjectId;
}

const AuditRecord = builder.objectRef<AuditRow>('AuditRecord').implement({
  description: 'Something that was done, or left the service as a file. It is never changed or deleted.',
  fields: (t) => ({
    id: t.id({ resolve: ({ id }) => globalId('AuditRecord', id) }),
    at: t.expose('at', { type: 'DateTime' }),
    sequence: t.exposeFloat('sequence', {
      nullable: true,
      description: "Its number in the organization's chain, from 1 on. Null for a record that is not in it.",
    }),
    seal: t.exposeString('seal', {
      nullable: true,
      description: 'SHA-256 of the seal before it and of the record, as hexadecimal digits.',
    }),
    action: t.exposeString('action', { description: 'Such as answer.edited.' }),
    actor: t.prismaField({
      type: 'User',
      nullable: true,
      description: 'Who did it; null for what the service did by itself.',
      resolve: (query, { actorId }, _args, { app }) =>
        actorId === null ? null : app.db.user.findUnique({ ...query, where: { id: actorId } }),
    }),
    subjectType: t.exposeString('subjectType', { description: 'What it was done to: answer, workflow, …' }),
    subjectId: t.id({
      description: 'The `id` of what it was done to; where the API has no such node, its UUID.',
      resolve: (row, _args, _context, { schema }) => idOf(row, schema),
    }),
    details: t.expose('details', {
      type: 'JSON',
      description:
        'What else is said of it, by the action. Of a change of something that has versions: `expectedVersion`, the one that ' +
        'was edited; null where the change was made whatever was there.',
    }),
    before: t.expose('before', {
      type: 'JSON',
      nullable: true,
      description:
        'The values that were changed, as they were. Of very long ones the beginning and a digest.',
    }),
    after: t.expose('after', { type: 'JSON', nullable: true, description: 'The same as they became.' }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'X-Request-Id of the request, under which the log has more.',
    }),
    address: t.exposeString('address', { nullable: true, description: "The client's." }),
    userAgent: t.exposeString('userAgent', { nullable: true }),
    via: t.exposeString('via', { nullable: true, description: 'The session or key that was used.' }),
  }),
});

const Filter = builder.inputType('AuditFilter', {
  description: 'What is left out does not restrict.',
  fields: (t) => ({
    subjectType: t.string({ ...names('subjectType'), description: 'Such as answer.' }),
    subjectId: t.id({ ...names('node'), description: 'The `id` of what it was done to, or its UUID.' }),
    actorId: t.id({ ...globalID('User'), description: 'The `id` of a User.' }),
    actions: t.stringList({ ...names('action'), description: 'Such as answer.edited.' }),
    from: t.field({ type: 'DateTime' }),
    to: t.field({ type: 'DateTime', description: 'Exclusive.' }),
  }),
});

builder.queryField('auditRecords', (t) =>
  t.connection(
    {
      type: AuditRecord,
      description: 'Who did what, newest first.',
      ...needs('audit.view'),
      args: { filter: t.arg({ type: Filter }) },
      resolve: async (_root, args, { app, actor }) => {
        const filter = filterOf(args.filter ?? {});
        const page = await resolveCursorConnection(
          { args, defaultSize: 20, maxSize: 100, toCursor: (row: AuditRow) => auditCursor(row) },
          (asked: AuditPage) => findAuditRecords(app, actor, filter, asked),
        );
        return { ...page, filter };
      },
    },
    {
      name: 'AuditRecordConnection',
      fields: (c) => ({
        totalCount: c.int({
          description: 'All records of the filter.',
          resolve: (page, _args, { app, actor }) =>
            countAuditRecords(app, actor, (page as unknown as { filter: AuditFilter }).filter),
        }),
        csvUrl: c.string({
          description:
            'Where all records of the filter are downloaded as CSV. The download is recorded, too.',
          resolve: (page, _args, { publicUrl }) =>
            `${publicUrl}/audit.csv?${auditParams((page as unknown as { filter: AuditFilter }).filter)}`,
        }),
      }),
    },
    { name: 'AuditRecordEdge' },
  ),
);

/** @throws {DomainError} invalid-input */
const filterOf = (given: {
  subjectType?: string | null;
  subjectId?: string | null;
  actorId?: string | null;
  actions?: string[] | null;
  from?: Date | null;
  to?: Date | null;
}): AuditFilter => ({
  subjectType: given.subjectType ?? null,
  subjectId: given.subjectId == null ? null : subjectIdOf(given.subjectId),
  actorId: given.actorId ?? null,
  actions: given.actions ?? null,
  from: given.from ?? null,
  to: given.to ?? null,
});

/** A UUID, or the one in a global id of any type. */
function subjectIdOf(given: string): string {
  if (isUuid(given)) return given;
  try {
    const { id } = decodeGlobalID(given);
    if (isUuid(id)) return id;
  } catch {
    // No global id at all; the same message serves.
  }
  throw invalidInput('`subjectId` is the `id` of something as the API returned it, or a UUID.', [
    'filter',
    'subjectId',
  ]);
}

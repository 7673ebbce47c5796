import type { Permission } from '../../src/identity/index.js';
import {
  deleteKnowledge,
  reingestKnowledge,
  replaceKnowledge,
  restoreKnowledge,
  retryKnowledge,
  updateKnowledge,
} from '../../src/knowledge/index.js';
import type { ExpectedVersion } from '../../src/platform/versions.js';
import type { Context } from '../context.js';
import { globalID } from '../kit/global-id.js';
import { type InputFields, keyedInput, mutation } from '../kit/mutation.js';
import { names } from '../kit/names.js';
import { deletedPayload } from '../kit/payload.js';
import { expectedVersion, row } from '../kit/versions.js';
import { incomingFile } from '../upload-content.js';
import { SpeakerEnum } from './enums.js';
import { KnowledgePayload } from './payload.js';

/** What counts for an item is its revision: its versions are those of what it holds. */
const changes = row('KnowledgeItem', 'id', { formerly: 'expectedRevision' });

const expectedRevision = (t: InputFields) =>
  t.int({
    description: 'The `revision` you looked at; a change in between is then a CONFLICT.',
    deprecationReason:
      'Use expectedVersion, which every change takes; of an item it is compared with `revision`, too.',
  });

mutation('updateKnowledge', {
  permission: 'knowledge.edit',
  idempotency: 'natural',
  description: 'Changes what is said about an item. What is left out stays as it is.',
  input: (t) => ({
    id: t.id({ ...globalID('KnowledgeItem'), required: true }),
    title: t.string(names('title')),
    source: t.string(names('source')),
    tags: t.stringList(names('tag')),
    ownerId: t.id({
      ...globalID('User'),
      description: 'A member of your organization; null takes the owner away.',
    }),
    reviewAt: t.field({ type: 'DateTime', description: 'Null takes the review date away.' }),
    speaker: t.field({
      type: SpeakerEnum,
      description:
        'Whose words all of its passages are, whatever was detected; questions and placeholders stay what they are. ' +
        'Null: as detected.',
    }),
    markReviewed: t.boolean({ description: 'True: you have read it and found it right, now.' }),
    expectedRevision: expectedRevision(t),
  }),
  payload: KnowledgePayload,
  changes,
  work: async ({ id, title, source, tags, ownerId, ...input }, { app, actor }) =>
    updateKnowledge(app, actor, {
      id,
      title: title ?? undefined,
      source: source ?? undefined,
      tags: tags ?? undefined,
      ownerId,
      reviewAt: input.reviewAt,
      speaker: input.speaker,
      markReviewed: input.markReviewed ?? undefined,
      expectedVersion: input.expectedVersion,
    }),
});

mutation('replaceKnowledge', {
  permission: 'knowledge.edit',
  idempotency: 'key',
  description:
    'Gives an item a new version; what it had is found until the new passages take its place, all at once. Look at ' +
    '`item { usages(sent: true) { … } }` for the sent answers that quote it.',
  input: (t) => ({
    id: t.id({ ...globalID('KnowledgeItem'), required: true }),
    file: t.field({ type: 'File', description: 'For a document.' }),
    content: t.string({ ...names('content'), description: 'For a text, or the answer of a pair. Markdown.' }),
    expectedRevision: expectedRevision(t),
  }),
  payload: KnowledgePayload,
  changes,
  work: async ({ id, file, content, ...input }, { app, actor }) =>
    replaceKnowledge(app, actor, {
      id,
      file: file ? incomingFile(file) : undefined,
      content: content ?? undefined,
      expectedVersion: input.expectedVersion,
    }),
});

const KnowledgeItemInput = keyedInput('KnowledgeItemInput', (t) => ({
  id: t.id({ ...globalID('KnowledgeItem'), required: true }),
  ...expectedVersion(t),
}));

const actions: [
  string,
  Permission,
  string,
  (
    app: Context['app'],
    actor: Context['actor'],
    id: string,
    expectedVersion: ExpectedVersion,
  ) => Promise<string>,
][] = [
  [
    'reingestKnowledge',
    'knowledge.edit',
    'Cuts the version in use again, from its file or text. A replacement that FAILED is given up.',
    reingestKnowledge,
  ],
  ['retryKnowledge', 'knowledge.edit', 'Ingests a version that FAILED once more.', retryKnowledge],
  ['restoreKnowledge', 'knowledge.delete', 'Takes back a deletion.', restoreKnowledge],
];
for (const [name, permission, description, act] of actions)
  mutation(name, {
    permission,
    idempotency: 'key',
    description,
    input: KnowledgeItemInput,
    payload: KnowledgePayload,
    changes,
    work: async ({ id, expectedVersion }, { app, actor }) => act(app, actor, id, expectedVersion),
  });

mutation('deleteKnowledge', {
  permission: 'knowledge.delete',
  idempotency: 'natural',
  description:
    'Takes an item out of the knowledge base; restoreKnowledge takes that back. Answers that quoted it keep their ' +
    'quotes: ask for `usages(sent: true)` of the item before, or of the payload after.',
  input: (t) => ({
    id: t.id({ ...globalID('KnowledgeItem'), required: true }),
    expectedRevision: expectedRevision(t),
  }),
  payload: deletedPayload('DeleteKnowledgePayload', 'KnowledgeItem', {
    isNew: false,
    more: (t) => ({
      item: t.prismaField({
        type: 'KnowledgeItem',
        nullable: true,
        description: 'What was deleted, with the answers that quote it.',
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.knowledgeItem.findUnique({ ...query, where: { id } }),
      }),
    }),
  }),
  changes: { ...changes, deletes: true },
  work: async ({ id, expectedVersion }, { app, actor }) => deleteKnowledge(app, actor, id, expectedVersion),
});

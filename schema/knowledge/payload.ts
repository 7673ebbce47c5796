import { leftOutOf } from '../../src/formats/index.js';
import { builder } from '../builder.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';
import { errorsField, type Payload } from '../payloads.js';

/** What adding or changing an item comes to. */
export const KnowledgePayload = builder
  .objectRef<Payload & { existing?: boolean }>('KnowledgePayload')
  .implement({
    fields: (t) => ({
      item: t.prismaField({
        type: 'KnowledgeItem',
        nullable: true,
        resolve: (query, { id }, _args, { app }) =>
          id === null ? null : app.db.knowledgeItem.findUnique({ ...query, where: { id } }),
      }),
      existing: t.boolean({
        description: 'Nothing was added: `item` holds this very content already.',
        resolve: ({ existing }) => existing ?? false,
      }),
      leftOut: t.field({
        type: [LeftOut],
        description: `Of the newest version. ${LEFT_OUT}`,
        resolve: ({ id }, _args, { app }) =>
          id === null ? [] : leftOutOf(app, { knowledgeVersions: { some: { itemId: id } } }),
      }),
      errors: t.field(errorsField),
    }),
  });

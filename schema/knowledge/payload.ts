import { builder } from '../builder.js';
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
      errors: t.field(errorsField),
    }),
  });

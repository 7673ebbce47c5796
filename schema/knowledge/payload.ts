import { leftOutOf } from '../../src/formats/index.js';
import { entityPayload, type Payload } from '../kit/payload.js';
import { LEFT_OUT, LeftOut } from '../left-out.js';

/** What adding or changing an item comes to. */
export const KnowledgePayload = entityPayload<Payload & { existing?: boolean }>('KnowledgePayload', {
  field: 'item',
  model: 'KnowledgeItem',
  more: (t) => ({
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
  }),
});

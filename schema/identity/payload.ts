import { globalId } from '../ids.js';
import { CURRENT, currentId, type Payload, payload } from '../kit/payload.js';
import { checkNode } from '../permissions.js';

/** A payload that says little but whether it worked. */
export const DonePayload = payload<Payload & { deletedId?: string }>(
  'DonePayload',
  (t) => ({
    ok: t.boolean({
      description: 'Whether it was done; where not, `errors` says why.',
      resolve: ({ errors }) => errors.length === 0,
    }),
    changed: t.node({
      description:
        'What was changed as it is now: the ApiKey or Invitation that was revoked. Null for everything else.',
      id: ({ id, changes }, _args, context, { schema }) => {
        if (!id || !changes || changes.deletes) return null;
        checkNode(schema, context, { typename: changes.type });
        return globalId(changes.type, id);
      },
    }),
    deletedId: t.id({
      nullable: true,
      description:
        'The id of what was deleted, to be taken out of a cache: of deleteDepartment and revokeSession.',
      resolve: ({ id, changes, deletedId }) =>
        id && changes?.deletes ? globalId(changes.type, id) : (deletedId ?? null),
    }),
    current: t.node({
      description: CURRENT,
      id: (payload, _args, context, { schema }) => {
        const id = currentId(payload);
        if (id === null || !payload.changes) return null;
        checkNode(schema, context, { typename: payload.changes.type });
        return globalId(payload.changes.type, id);
      },
    }),
  }),
  'What a change comes to that has nothing of its own to show.',
);

/** A code that was typed; null where the field was left empty. */
export const codeInput = (code: string | null | undefined): string | null => code?.trim() || null;

export const DONE: Omit<Payload, 'errors'> & { id: string } = { id: '' };

import { errorsField, type Payload, payloadRef } from '../payloads.js';

/** A payload that says nothing but whether it worked. */
export const DonePayload = payloadRef('DonePayload').implement({
  description: 'What a change comes to that has nothing to show.',
  fields: (t) => ({
    ok: t.boolean({ resolve: ({ errors }) => errors.length === 0 }),
    errors: t.field(errorsField),
  }),
});

/** A code that was typed; null where the field was left empty. */
export const codeInput = (code: string | null | undefined): string | null => code?.trim() || null;

export const DONE: Omit<Payload, 'errors'> & { id: string } = { id: '' };

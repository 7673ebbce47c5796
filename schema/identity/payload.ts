import { errorsField, type Payload, payloadRef } from '../payloads.js';

/** A payload that says nothing but whether it worked. */
export const DonePayload = payloadRef('DonePayload').implement({
  description: 'What a change comes to that has nothing to show.',
  fields: (t) => ({
    ok: t.boolean({ resolve: ({ errors }) => errors.length === 0 }),
    errors: t.field(errorsField),
  }),
});

export const DONE: Omit<Payload, 'errors'> & { id: string } = { id: '' };

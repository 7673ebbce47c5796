import { type Payload, payload } from '../kit/payload.js';

/** A payload that says nothing but whether it worked. */
export const DonePayload = payload(
  'DonePayload',
  (t) => ({ ok: t.boolean({ resolve: ({ errors }) => errors.length === 0 }) }),
  'What a change comes to that has nothing to show.',
);

/** A code that was typed; null where the field was left empty. */
export const codeInput = (code: string | null | undefined): string | null => code?.trim() || null;

export const DONE: Omit<Payload, 'errors'> & { id: string } = { id: '' };

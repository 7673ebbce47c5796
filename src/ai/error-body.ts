import { z } from 'zod';

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
const errorObject = z.object({ message: z.unknown(), code: text, type: text, param: text, status: text });
const wrapped = z.object({ error: z.union([errorObject, z.string()]) });
const loose = z.object({ message: z.string().optional(), detail: z.unknown().optional() });

/** What a provider says went wrong; empty strings where it says nothing. */
export interface ProviderError {
  message: string;
  code: string;
  type: string;
  param: string;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/**
 * The error in a body, whatever its form: `{ error: { … } }` (OpenAI), the same in an array (Gemini),
 * `{ error: "…" }` (Ollama), `{ message }` (vLLM, Mistral), `{ detail }` (FastAPI).
 */
export function providerError(body: unknown): ProviderError | null {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const standard = wrapped.safeParse(first);
  if (standard.success) {
    const { error } = standard.data;
    if (typeof error === 'string') return { message: error, code: '', type: '', param: '' };
    return {
      message: asText(error.message),
      code: error.code ?? '',
      type: error.type ?? error.status ?? '',
      param: error.param ?? '',
    };
  }
  const other = loose.safeParse(first);
  if (!other.success) return null;
  const message = other.data.message ?? (other.data.detail === undefined ? '' : asText(other.data.detail));
  return message === '' ? null : { message, code: '', type: '', param: '' };
}

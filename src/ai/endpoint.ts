import OpenAI from 'openai';
import type { Endpoint } from './classify.js';
import { fetchWithStandardErrors } from './error-body.js';
import { AiFailure } from './errors.js';
import { redactor } from './redact.js';

export const openAiUrl = 'https://api.openai.com/v1';

/** @throws AiFailure `rejected` when the key or the address cannot be right */
export function endpointOf(settings: { apiKey: string; model: string }, baseUrl: string): Endpoint {
  // A key with a line break in it would be quoted by the error about the header that cannot be sent.
  if (!/^[\x21-\x7e]*$/.test(settings.apiKey.trim())) {
    throw new AiFailure('rejected', 'The API key holds characters that no key has. Check OPENAI_API_KEY.');
  }
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw new AiFailure('rejected', 'The address of the model provider is not a URL. Check OPENAI_BASE_URL.');
  }
  const { host } = new URL(baseUrl);
  return { host, model: settings.model, redact: redactor(settings.apiKey.trim()) };
}

export function clientFor(apiKey: string, baseURL: string, timeout: number): OpenAI {
  // Every option that the library would otherwise take from the environment is set here.
  return new OpenAI({
    apiKey: apiKey.trim() || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL,
    maxRetries: 0,
    // The library's own limit ends with the headers; callers set a deadline for the body too.
    timeout,
    logLevel: 'off',
    fetch: fetchWithStandardErrors,
  });
}

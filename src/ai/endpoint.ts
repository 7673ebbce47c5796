import OpenAI from 'openai';
import type { Endpoint } from './classify.js';
import type { Dialect } from './dialect.js';
import { AiFailure } from './errors.js';
import { fetchFor, type MayReach } from './model-fetch.js';
import { redactor } from './redact.js';
import { ENVIRONMENT, type SettingNames } from './setting-names.js';

export const openAiUrl = 'https://api.openai.com/v1';

/** How to reach a model. Any endpoint that speaks the OpenAI protocol will do. */
export interface EndpointSettings {
  /** Empty for servers that need none (Ollama, vLLM). */
  apiKey: string;
  /** Root of the API, ending in its version: `https://api.openai.com/v1`. Null for OpenAI itself. */
  baseUrl: string | null;
  /** The provider's name for the model. */
  model: string;
  /** What messages call the provider: "Anthropic". "The model provider" where it is left out. */
  provider?: string;
  /** What messages call these settings; by default, the variables of the environment. */
  settings?: SettingNames;
  /** The header that carries the key, where it is not a bearer token: "api-key". */
  keyHeader?: string | null;
  /** Sent with every request. No secrets: only the key is kept out of messages. */
  headers?: Record<string, string>;
  /** Added to every address, besides what the address itself has. */
  query?: Record<string, string>;
  /** What is known of the endpoint before it is asked; the rest is found out by asking. */
  dialect?: Partial<Dialect>;
  /** What connections may be made to; anything where it is left out. */
  mayReach?: MayReach;
}

/** @throws AiFailure `rejected` when the key or the address cannot be right */
export function endpointOf(settings: EndpointSettings, does?: 'embeddings'): Endpoint {
  const { apiKey, baseUrl, model, provider = 'The model provider', settings: names = ENVIRONMENT } = settings;
  // A key with a line break in it would be quoted by the error about the header that cannot be sent.
  if (!/^[\x21-\x7e]*$/.test(apiKey.trim())) {
    throw new AiFailure('rejected', `The API key holds characters that no key has. Check ${names.key}.`);
  }
  const address = baseUrl?.trim() || openAiUrl;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new AiFailure(
      'rejected',
      `The address of the model provider is not a URL. Check ${names.baseUrl}.`,
    );
  }
  const redact = redactor(apiKey.trim());
  return { host: new URL(address).host, model, provider, names, redact, ...(does && { does }) };
}

/** The client library, with every option that it would otherwise take from the environment. */
export function clientFor(settings: EndpointSettings, endpoint: Endpoint, timeout: number): OpenAI {
  const apiKey = settings.apiKey.trim() || 'none';
  const { keyHeader, headers, query } = settings;
  const address = new URL(settings.baseUrl?.trim() || openAiUrl);
  // The library would put the path of the request behind the query.
  const ownQuery = Object.fromEntries(address.searchParams);
  address.search = '';
  return new OpenAI({
    apiKey,
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: address.href,
    defaultHeaders: { ...headers, ...(keyHeader && { Authorization: null, [keyHeader]: apiKey }) },
    defaultQuery: { ...query, ...ownQuery },
    maxRetries: 0,
    // The library's own limit ends with the headers; callers set a deadline for the body too.
    timeout,
    logLevel: 'off',
    fetch: fetchFor(endpoint, settings.mayReach),
  });
}

import { invalidInput } from '../../platform/errors.js';
import { placeFound } from './network.js';

const LONGEST = 500;

/**
 * The address of an API as somebody typed it, without a slash at the end.
 * @throws {DomainError} invalid-input; what is in it is not quoted, since people paste keys into wrong fields
 */
export function addressInput(value: string, path: string[]): string {
  const text = value.trim();
  if (text.length > LONGEST)
    throw invalidInput(`The address has ${text.length} characters; ${LONGEST} are allowed.`, path);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname)
    throw invalidInput('The address must be an http or https URL, such as https://api.openai.com/v1.', path);
  if (url.username || url.password)
    throw invalidInput(
      'The address holds a user name or password. Leave them out and give the key as `apiKey`.',
      path,
    );
  if (url.search || url.hash)
    throw invalidInput('The address ends with its path: leave out everything from "?" or "#" on.', path);
  if (/\/(chat\/completions|embeddings|completions|responses)\/*$/.test(url.pathname))
    throw invalidInput('The address must be the root of the API, which ends before /chat/completions.', path);
  return url.href.replace(/\/+$/, '');
}

/**
 * Refuses addresses at which no provider is and secrets of the machine may be, those of private networks where the
 * service is there for others than the user of its own machine, and public ones without TLS.
 * @throws {DomainError} invalid-input
 */
export async function checkPlace(
  address: string,
  { allowPrivate }: { allowPrivate: boolean },
  path: string[],
): Promise<void> {
  const { hostname, protocol } = new URL(address);
  const place = await placeFound(hostname);
  if (place === 'nowhere')
    throw invalidInput(
      `${hostname} is an address of the machine's own network (link-local, cloud metadata or a tunnel), where no provider is.`,
      path,
    );
  if (place === 'private' && !allowPrivate)
    throw invalidInput(
      `${hostname} is in a private network. The operator allows this with ALLOW_PRIVATE_MODEL_ADDRESSES=true.`,
      path,
    );
  if (place === 'public' && protocol === 'http:')
    throw invalidInput(
      `${hostname} is no address of this machine or its network: documents and the key would go there unencrypted. Use https.`,
      path,
    );
}

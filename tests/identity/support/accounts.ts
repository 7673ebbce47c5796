import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Reply } from '../../support/api-client.js';
import { rows } from './rows.js';

export interface Person {
  email: string;
  password: string;
  token: string;
}

/** Runs an operation with a session token or an API key; the whole answer with its status. */
export async function askAs(
  url: string,
  token: string | null,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<{ status: number; body: Reply; cookies: string[] }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json(), cookies: response.headers.getSetCookie() };
}

/** Runs a mutation that takes `input`, and returns its payload. */
export async function mutate(
  url: string,
  token: string | null,
  name: string,
  input: object,
  selection = 'ok',
): Promise<Reply> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${INPUTS[name] ?? type}!) { ${name}(input: $input) { ${selection} errors { code message path } } }`;
  const { body } = await askAs(url, token, query, { input });
  if (body.errors) throw new Error(JSON.stringify(body.errors));
  return body.data[name];
}

const INPUTS: Record<string, string> = {
  requestPasswordReset: 'AddressInput',
  sendVerificationEmail: 'AddressInput',
  createOrganization: 'OrganizationNameInput',
  removeMember: 'MemberInput',
  linkProvider: 'TicketInput',
  resetMemberTwoFactor: 'MemberInput',
  transferOwnership: 'MemberInput',
  revokeInvitation: 'IdInput',
};

export const PASSWORD = 'correct horse battery';

export async function signInAs(
  url: string,
  email: string,
  password = PASSWORD,
  code?: string,
): Promise<Reply> {
  return mutate(url, null, 'signIn', { email, password, ...(code && { code }) }, 'token expiresAt');
}

/** An account with a session. */
export async function account(url: string, email: string, more: object = {}): Promise<Person> {
  const made = await mutate(url, null, 'signUp', {
    email,
    password: PASSWORD,
    name: email.split('@')[0],
    ...more,
  });
  if (!made.ok) throw new Error(JSON.stringify(made.errors));
  const { token } = await signInAs(url, email);
  return { email, password: PASSWORD, token };
}

/** Waits until no mail is in line any more. */
export async function settled(service: { env: Record<string, string> }): Promise<void> {
  const inLine = () => rows(service, 'SELECT FROM queued_mail WHERE settled_at IS NULL');
  await vi.waitUntil(async () => (await inLine()).length === 0, { timeout: 20_000, interval: 20 });
}

/** Mails that were written to files, the oldest first, decoded. */
export async function mailsOf(service: { env: Record<string, string> }): Promise<string[]> {
  await settled(service);
  const folder = join(service.env.BIDWRIGHT_DATA_DIR!, 'mail');
  return readdirSync(folder)
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/=\n/g, '').replace(/=3D/g, '='));
}

export const tokenIn = (mail: string): string => /^Token: (\S+)$/m.exec(mail)![1]!;

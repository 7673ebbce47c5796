import { createHash } from 'node:crypto';
import type { App } from '../../app-types.js';
import type { Tx } from '../../platform/database/db.js';
import { invalidInput } from '../../platform/errors.js';
import { newId } from '../../platform/ids.js';
import { hashToken, newToken } from '../tokens.js';
import type { OidcIdentity } from './claims.js';
import type { OidcPurpose } from './flow.js';

/** What a frontend takes up after the provider has sent the browser back, once. */
export interface Ticket {
  purpose: OidcPurpose;
  identity: OidcIdentity;
  /** Of the verifier that has to come with it; null for none. */
  challenge: string | null;
}

/** How a ticket is presented. */
export interface TicketInput {
  ticket: string;
  verifier: string | null;
}

const TICKET_MS = 5 * 60_000;
const PREFIX = 'oidc ticket ';

const identifierOf = (ticket: string) => `${PREFIX}${hashToken(ticket)}`;

/** @returns the ticket, of which the database keeps a hash */
export async function issueTicket({ db, clock }: Pick<App, 'db' | 'clock'>, ticket: Ticket): Promise<string> {
  const token = newToken();
  const now = clock();
  await db.authVerification.deleteMany({
    where: { identifier: { startsWith: PREFIX }, expiresAt: { lt: now } },
  });
  await db.authVerification.create({
    data: {
      id: newId(),
      identifier: identifierOf(token),
      value: JSON.stringify(ticket),
      expiresAt: new Date(now.getTime() + TICKET_MS),
    },
  });
  return token;
}

/**
 * Takes a ticket, which is worth nothing once the transaction is committed.
 * @throws {DomainError} invalid-input where it is wrong, used, expired, for something else, or the verifier is another
 */
export async function takeTicket(
  { clock }: Pick<App, 'clock'>,
  tx: Pick<Tx, '$queryRaw'>,
  purpose: OidcPurpose,
  input: TicketInput,
): Promise<Ticket> {
  const [row] = await tx.$queryRaw<{ value: string }[]>`
    DELETE FROM auth_verification WHERE identifier = ${identifierOf(input.ticket)} AND expires_at > ${clock()}
    RETURNING value`;
  return checked(row?.value, purpose, input);
}

/** The same without taking it. */
export async function readTicket(
  { db, clock }: Pick<App, 'db' | 'clock'>,
  purpose: OidcPurpose,
  input: TicketInput,
): Promise<Ticket> {
  const row = await db.authVerification.findFirst({
    where: { identifier: identifierOf(input.ticket), expiresAt: { gt: clock() } },
  });
  return checked(row?.value, purpose, input);
}

function checked(value: string | undefined, purpose: OidcPurpose, { verifier }: TicketInput): Ticket {
  const ticket = value === undefined ? null : (JSON.parse(value) as Ticket);
  const proven = ticket?.challenge === null || ticket?.challenge === challengeOf(verifier ?? '');
  if (!ticket || ticket.purpose !== purpose || !proven)
    throw invalidInput(
      'The ticket is wrong, used, or expired, or its verifier is another one. Begin at the provider again.',
      ['input', 'ticket'],
    );
  return ticket;
}

/** RFC 7636, 4.2: S256. */
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

import type { GraphQLInterfaceType, GraphQLSchema } from 'graphql';
import type pg from 'pg';
import { schema as built } from '../../../schema/index.js';
import type { Furnished } from './organization.js';
import { tables, uuidsOf } from './rows.js';

const schema = built as GraphQLSchema;

/** Ids, texts and other handles of what an organization has. */
export interface Belongings extends Furnished {
  organizationId: string;
  /** UUIDs by the node type, in the order in which the things were made. */
  ids: Record<string, string[]>;
  /** A deleted item, and two pairs of the library. */
  deletedItem: string;
  pairs: string[];
  /** Of clean-up lists. */
  finding: string;
  /** Every UUID in its rows. */
  uuids: Set<string>;
}

/** The types that `node(id:)` finds. */
const types = schema.getPossibleTypes(schema.getType('Node') as GraphQLInterfaceType);
export const nodeTypes = types.map(({ name }) => name).toSorted();

/** The one table that is called otherwise than its model. */
const TABLES: Record<string, string> = { User: 'app_user' };
/** An invitation that is still open comes last. */
const ORDERS: Record<string, string> = { Invitation: 'accepted_at, id' };

/** The table of which a type is made. */
function tableOf(type: string): string {
  const model = schema.getType(type)!.extensions.pothosPrismaModel as string;
  return TABLES[model] ?? model.replace(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
}

/** UUIDs of an organization's things by the node type, in the order in which they were made. */
async function idsOf(client: pg.Client, organizationId: string): Promise<Record<string, string[]>> {
  const conditions = new Map(await tables(client));
  const ids: Record<string, string[]> = {};
  for (const type of nodeTypes) {
    const table = tableOf(type);
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM ${table} WHERE ${conditions.get(table)} ORDER BY ${ORDERS[type] ?? 'id'}`,
      [organizationId],
    );
    ids[type] = rows.map(({ id }) => id);
  }
  return ids;
}

/** Looks up in the database what the organization has by now. */
export async function belongingsOf(
  client: pg.Client,
  furnished: Furnished & { finding?: string },
): Promise<Belongings> {
  const ask = async (sql: string, values: unknown[]) =>
    (await client.query<{ id: string }>(sql, values)).rows.map(({ id }) => id);
  const [organizationId] = await ask(
    'SELECT m.organization_id AS id FROM membership m JOIN app_user u ON u.id = m.user_id WHERE u.email = $1',
    [furnished.email],
  );
  const pairs = await ask(
    "SELECT id FROM knowledge_item WHERE organization_id = $1 AND kind = 'qa_pair' AND deleted_at IS NULL ORDER BY id DESC LIMIT 2",
    [organizationId],
  );
  const [deletedItem] = await ask(
    "SELECT id FROM knowledge_item WHERE organization_id = $1 AND deleted_at IS NOT NULL AND kind = 'text'",
    [organizationId],
  );
  const { libraryDuplicates } = await furnished.api.run('{ libraryDuplicates { edges { node { id } } } }');
  return {
    ...furnished,
    organizationId: organizationId!,
    ids: await idsOf(client, organizationId!),
    deletedItem: deletedItem!,
    pairs,
    finding: libraryDuplicates.edges[0]?.node.id ?? furnished.finding,
    uuids: await uuidsOf(client, organizationId!),
  };
}

export const globalId = (type: string, id: string): string => btoa(`${type}:${id}`);

import type pg from 'pg';
import type { Furnished } from './organization.js';
import { uuidsOf } from './rows.js';

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

const ofMembers = 'user_id IN (SELECT user_id FROM membership WHERE organization_id = $1)';

/** Where the ids of each node type are. A new type that is not here fails the walk. */
const IDS: Record<string, string> = {
  AiRequest: 'SELECT id FROM ai_request WHERE organization_id = $1 ORDER BY id',
  Answer: 'SELECT id FROM answer WHERE organization_id = $1 ORDER BY id',
  ApiKey: 'SELECT id FROM api_key WHERE organization_id = $1 ORDER BY id',
  Conversation: 'SELECT id FROM conversation WHERE organization_id = $1 ORDER BY id',
  Department: 'SELECT id FROM department WHERE organization_id = $1 ORDER BY id',
  Document: 'SELECT id FROM document WHERE organization_id = $1 ORDER BY id',
  Invitation: 'SELECT id FROM invitation WHERE organization_id = $1 ORDER BY accepted_at, id',
  KnowledgeItem: 'SELECT id FROM knowledge_item WHERE organization_id = $1 ORDER BY id',
  Organization: 'SELECT id FROM organization WHERE id = $1',
  ProposalSection: 'SELECT id FROM proposal_section WHERE organization_id = $1 ORDER BY id',
  ProviderCredential: 'SELECT id FROM provider_credential WHERE organization_id = $1 ORDER BY id',
  QaAnswer: 'SELECT id FROM qa_answer WHERE organization_id = $1 ORDER BY id',
  Question: 'SELECT id FROM question WHERE organization_id = $1 ORDER BY id',
  Session: `SELECT id FROM auth_session WHERE ${ofMembers} ORDER BY id`,
  SourceDocument: 'SELECT id FROM source_document WHERE organization_id = $1 ORDER BY id',
  User: 'SELECT user_id AS id FROM membership WHERE organization_id = $1 ORDER BY user_id',
  Workflow: 'SELECT id FROM workflow WHERE organization_id = $1 ORDER BY id',
};

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
  const ids: Belongings['ids'] = {};
  for (const [type, sql] of Object.entries(IDS)) ids[type] = await ask(sql, [organizationId]);
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
    ids,
    deletedItem: deletedItem!,
    pairs,
    finding: libraryDuplicates.edges[0]?.node.id ?? furnished.finding,
    uuids: await uuidsOf(client, organizationId!),
  };
}

export const nodeTypes = Object.keys(IDS);
export const globalId = (type: string, id: string): string => btoa(`${type}:${id}`);

import type { GraphQLSchema } from 'graphql';
import { type Access, accessOf } from '../../schema/permissions.js';
import { PERMISSION_TABLE, PERMISSIONS, ROLES } from '../../src/identity/index.js';

const INTRODUCTION = `# Permissions

What a member may do follows from the role in the organization. An API key may do what its scopes name, and never more
than its owner's role. The table is src/identity/permissions.ts; this page is written from it by \`npm run permissions\`.

Use cases check the permission before anything else. GraphQL fields and types declare it too, and \`node\` and \`nodes\`
hold what the type of an id declares. A mutation that is refused answers with \`errors { code: "FORBIDDEN" }\` in its
payload, a query or subscription with a top-level error whose \`extensions.code\` is \`FORBIDDEN\`, and a file route with
status 403. Without a session or API key the code is \`UNAUTHENTICATED\`, the status 401.
`;

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function rolesTable(): string {
  const rows = PERMISSIONS.map((permission) => {
    const { description, roles } = PERMISSION_TABLE[permission];
    return line([`\`${permission}\``, description, ...ROLES.map((role) => (roles.has(role) ? '✓' : ''))]);
  });
  return [
    line(['Permission', 'Allows to', ...ROLES]),
    line(['---', '---', ...ROLES.map(() => ':-:')]),
    ...rows,
  ].join('\n');
}

function operationsTable(schema: GraphQLSchema): string {
  const names = new Map<Access, string[]>();
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    for (const field of Object.values(root!.getFields())) {
      const access = accessOf(field)!;
      names.set(access, [...(names.get(access) ?? []), `\`${field.name}\``]);
    }
  const order: Access[] = ['anyone', 'signed-in', ...PERMISSIONS];
  const rows = order
    .filter((access) => names.has(access))
    .map((access) => line([`\`${access}\``, names.get(access)!.join(', ')]));
  return [line(['Needs', 'Queries, mutations and subscriptions']), line(['---', '---']), ...rows].join('\n');
}

/** The content of docs/permissions.md. */
export const permissionsPage = (schema: GraphQLSchema): string =>
  [INTRODUCTION, rolesTable(), '\n## What operations need\n', operationsTable(schema), ''].join('\n');

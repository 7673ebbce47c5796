import SchemaBuilder from '@pothos/core';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import './kit/arguments-plugin.js';
import './kit/gated-roots-plugin.js';
import './kit/words-plugin.js';
import type PrismaTypes from '../generated/pothos-types.js';
import { getDatamodel } from '../generated/pothos-types.js';
import type { Context } from './context.js';
import { parseDateTime } from './date-time.js';
import { badRequest } from './errors.js';
import { eachOrNull, orNull } from './missing-nodes.js';
import { accessOfNode, checkNode, needs, reachingAsFar } from './permissions.js';

/** A multipart upload (GraphQL multipart request specification). */
export type Upload = File;

// By shape: the server's multipart parser brings a File class of its own.
export const isUpload = (value: unknown): value is Upload =>
  typeof value === 'object' && value !== null && 'stream' in value && 'name' in value;

/** The only builder; each file of this folder adds its types to it. */
export const builder = new SchemaBuilder<{
  PrismaTypes: PrismaTypes;
  Context: Context;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    File: { Input: Upload; Output: never };
    ID: { Input: string; Output: string | number };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  defaultFieldNullability: false,
  plugins: ['arguments', 'gatedRoots', 'words', RelayPlugin, PrismaPlugin],
  relay: {
    nodesOnConnection: {
      description: 'The things of this page, for whoever needs no cursors of each.',
    },
    nodeQueryOptions: {
      ...needs('signed-in'),
      resolve: (_root, { id }, context, { schema }, load) => {
        checkNode(schema, context, id);
        return orNull(() => reachingAsFar(accessOfNode(schema, id), () => load(id)));
      },
    },
    nodesQueryOptions: {
      ...needs('signed-in'),
      resolve: (_root, { ids }, context, { schema }, load) =>
        eachOrNull(ids, async (some) => {
          for (const id of some) checkNode(schema, context, id);
          // One at a time: `eachOrNull`.
          return reachingAsFar(accessOfNode(schema, some[0]!), () => load(some) as Promise<unknown[]>);
        }),
    },
  },
  prisma: {
    client: (context) => context.app.db,
    dmmf: getDatamodel(),
    defaultConnectionSize: 20,
    maxConnectionSize: 100,
  },
});

builder.scalarType('DateTime', {
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  description: 'A moment in UTC, RFC 3339: 2026-11-20T14:59:00.000Z.',
  serialize: (value) => value.toISOString(),
  parseValue: parseDateTime,
});

builder.scalarType('File', {
  specifiedByURL: 'https://github.com/jaydenseric/graphql-multipart-request-spec',
  description: 'A file sent by the GraphQL multipart request specification. Input only.',
  serialize: () => {
    throw badRequest('File is an input type.');
  },
  parseValue: (value) => {
    if (isUpload(value)) return value;
    throw badRequest(
      'Send the file as a part of a multipart request (GraphQL multipart request specification).',
    );
  },
});

builder.scalarType('JSON', {
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  description: 'Any JSON value.',
  serialize: (value) => value,
  parseValue: (value) => value,
});

builder.queryType({ description: 'What can be read.' });
builder.mutationType({
  description:
    'What can be changed. What the user can set right is in `errors` of the payload, beside what was done.',
});
builder.subscriptionType({
  description: 'What is told as it happens, over WebSocket or server-sent events.',
});

// What has changed of the GraphQL schema since the last release, as a page of the docs; and which breaking changes nobody has
// given a reason for.

import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** Why something that clients may rely on is another thing now: an entry of schema/breaking-changes.json. */
export interface BreakingEntry {
  /** Where: "Query.me"; with an asterisk at the end all that begins so. */
  path: string;
  /** What kind of change, by its name in graphql-inspector: "FIELD_TYPE_CHANGED". */
  type: string;
  /** Of a wildcard: covers only fields that may be null from now on. */
  nullable?: boolean;
  /** What it means for clients, and what they should do. */
  why: string;
}

export interface SchemaChanges {
  page: string;
  /** Breaking changes without an entry, as sentences. */
  unexplained: string[];
  /** Entries that no change goes with. */
  stale: string[];
}

/** What words and directives say: a reason for a deprecation is printed with it. */
const isUnseen = ({ type }: Change) => /DESCRIPTION|^DIRECTIVE_USAGE|DEPRECATION_REASON/.test(type);

const explains = (entry: BreakingEntry, { type, path = '', message }: Change) =>
  entry.type === type &&
  (!entry.nullable || /type from '(.+)!' to '\1'/.test(message)) &&
  (entry.path.endsWith('*') ? path.startsWith(entry.path.slice(0, -1)) : path === entry.path);

const HEAD = `# Changes of the schema

Printed by \`npm run schema\` by comparison with \`schema/released.graphql\`. The schema only gains: what has to go is deprecated
first, with a reason. A breaking change needs an entry in \`schema/breaking-changes.json\`, which says what clients should do, or
\`npm run check\` fails.
`;

/**
 * @param released the schema of the last release, and what that was called
 * @param current as the code defines it
 */
export async function schemaChanges(
  released: { sdl: string; version: string },
  current: string,
  entries: readonly BreakingEntry[],
): Promise<SchemaChanges> {
  const all = await diff(buildSchema(released.sdl), buildSchema(current));
  const changes = all.filter((change) => !isUnseen(change));
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const kept = changes.filter((change) => !breaking.includes(change));
  const deprecated = kept.filter(({ type }) => /DEPRECATION_ADDED/.test(type));
  const added = kept.filter(({ type }) => /_ADDED$/.test(type) && !/DEPRECATION/.test(type));
  const others = kept.filter((change) => !deprecated.includes(change) && !added.includes(change));
  const entryOf = (change: Change) => entries.find((entry) => explains(entry, change));
  const sections = [
    section(
      'Breaking',
      breaking.map((change) => `${sentence(change)} ${entryOf(change)?.why ?? ''}`.trim()),
    ),
    section('Deprecated', [...deprecatedInputs(current, released.sdl), ...deprecated.map(sentence)]),
    section('Added', grouped(added)),
    section('Changed', others.map(sentence)),
  ];
  return {
    page: `${HEAD}\n## Since ${released.version}\n${sections.join('') || '\nNothing.\n'}`,
    unexplained: breaking
      .filter((change) => !entryOf(change))
      .map((change) => `${change.type} ${change.path}: ${change.message}`),
    stale: entries
      .filter((entry) => !breaking.some((change) => explains(entry, change)))
      .map(({ type, path }) => `${type} ${path}`),
  };
}

const section = (title: string, lines: string[]) =>
  lines.length
    ? `\n### ${title}\n\n${[...new Set(lines)]
        .sort((a, b) => a.localeCompare(b, 'en'))
        .map((line) => `* ${line}\n`)
        .join('')}`
    : '';

const sentence = ({ message }: Change) => `${message.replaceAll("'", '`').replace(/\.$/, '')}.`;

/** Fields and arguments that came, by the type that has them now; whole types by their name alone. */
function grouped(added: readonly Change[]): string[] {
  const types = new Set(added.filter(({ type }) => type === 'TYPE_ADDED').map(({ path }) => path!));
  const by = new Map<string, Set<string>>();
  for (const { path = '' } of added) {
    const [owner = '', ...rest] = path.split('.');
    const names = by.get(owner) ?? new Set();
    if (rest.length && !types.has(owner)) names.add(rest.join('.'));
    by.set(owner, names);
  }
  return [...by].map(([owner, names]) =>
    names.size
      ? `\`${owner}\`: ${[...names]
          .sort()
          .map((name) => `\`${name}\``)
          .join(', ')}`
      : `\`${owner}\``,
  );
}

/** Inputs and arguments that are deprecated by now: graphql-inspector tells of fields and enum values alone. */
function deprecatedInputs(current: string, released: string): string[] {
  const before = new Set(inputsOf(released).map(({ line }) => line));
  return inputsOf(current).flatMap(({ line }) => (before.has(line) ? [] : [line]));
}

const inputsOf = (sdl: string): { line: string }[] =>
  Object.values(buildSchema(sdl).getTypeMap()).flatMap((type) => {
    if (!('getFields' in type) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const inputs: readonly { name: string; deprecationReason?: string | null }[] =
        'args' in field ? field.args : [field];
      return inputs.flatMap(({ name, deprecationReason }) => {
        const path = 'args' in field ? `${type.name}.${field.name}(${name}:)` : `${type.name}.${name}`;
        return deprecationReason ? [{ line: `Input \`${path}\` is deprecated: ${deprecationReason}` }] : [];
      });
    });
  });

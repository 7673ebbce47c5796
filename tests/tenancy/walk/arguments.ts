import { type GraphQLArgument, type GraphQLInputField, getNamedType, isEnumType } from 'graphql';
import { nodeOf } from '../../../schema/kit/global-id.js';
import { type Named, namedBy } from '../../../schema/kit/names.js';

/**
 * How an argument is walked:
 *
 *   id         the global id of a node; those of other types and the bare UUID are tried as well, where any type is taken
 *              those of all
 *   reference  the readable id of a workflow
 *   cursor     a place in a connection
 *   key        an idempotency key
 *   version    a number that only the other organization's thing has
 *   finding    the id of a finding of the library's clean-up
 *   known      a name or text by which something is found, or by which something would be found to be there already
 *   text       a text of a change of which nothing is declared
 *   address    an e-mail address that has an account
 *   invitation the token of an invitation
 *   free       nothing that leads to a thing: said why in `as`, with a value that is taken
 */
export type Walk =
  | { by: 'id'; type: string; isAny?: boolean }
  | { by: 'known'; what: string }
  | { by: 'reference' | 'cursor' | 'key' | 'version' | 'finding' | 'text' | 'address' | 'invitation' }
  | { by: 'free'; as: 'written' | 'chosen' | 'counted' | 'secret'; value: unknown };

const known = (what: string): Walk => ({ by: 'known', what });
/** One of a list that is the same for everybody. */
const chosen = (value: unknown): Walk => ({ by: 'free', as: 'chosen', value });
/** A number of things, or of events of something whose id is walked. */
const counted = (value: unknown): Walk => ({ by: 'free', as: 'counted', value });
/** Proves by itself who may use it, as whoever holds it got it by mail or made it up. */
const secret = (value: unknown): Walk => ({ by: 'free', as: 'secret', value });
/** Of whatever type; this is the one with which something is shown to be found. */
const anyNode = (type: string): Walk => ({ by: 'id', type, isAny: true });

/** What the declarations of the schema stand for. */
const NAMED: Record<Named, Walk> = {
  address: { by: 'address' },
  apiKey: known('apiKey'),
  asked: known('asked'),
  client: known('client'),
  content: known('content'),
  credential: known('credential'),
  department: known('department'),
  embeddingModel: known('embeddingModel'),
  finding: { by: 'finding' },
  industry: known('industry'),
  invitation: { by: 'invitation' },
  model: known('model'),
  node: anyNode('Answer'),
  organization: known('organization'),
  question: known('question'),
  source: known('source'),
  tag: known('tag'),
  template: known('template'),
  title: known('title'),
  word: known('word'),
  action: chosen('answer.edited'),
  documentType: chosen('proposal'),
  eventKind: chosen('state-changed'),
  itemKind: chosen('text'),
  permission: chosen('workflows.view'),
  provider: chosen('openai'),
  signInProvider: chosen('google'),
  subjectType: chosen('answer'),
  task: chosen('draft-answer'),
};

/** By name: what proves by itself who may use it. */
const SECRETS: Record<string, Walk> = {
  apiKey: secret('sk-0123456789abcdefghij'),
  code: secret('000000'),
  currentPassword: secret('correct horse battery'),
  password: secret('correct horse battery'),
  setupCode: secret('no such code'),
  ticket: secret('no such ticket'),
  token: secret('no such token'),
  verifier: secret('no such verifier'),
};

/** A place where a value is given: `Query.node(id:)`, `UpdateAnswerInput.text`. */
export interface Place {
  kind: 'query' | 'mutation' | 'subscription';
  /** The root field that it belongs to. */
  field: string;
  /** Of the argument or input field in the schema. */
  coordinate: string;
  input: GraphQLArgument | GraphQLInputField;
}

/** How a place is walked, by what is declared of it; null where that does not say it. */
export function walkOf({ kind, field, input }: Place): Walk | null {
  const { name } = input;
  const node = nodeOf(input, field);
  if (node) return { by: 'id', type: node };
  const named = namedBy(input);
  if (named) return NAMED[named];
  const leaf = getNamedType(input.type);
  if (isEnumType(leaf)) return chosen(leaf.getValues()[0]!.name);
  switch (leaf.name) {
    case 'Boolean':
      return chosen(true);
    case 'Float':
      return counted(1);
    case 'DateTime':
      return counted('2026-01-01T00:00:00Z');
    case 'File':
      return {
        ...{ by: 'free', as: 'written' },
        value: new File(['# What we say\n\nWe encrypt it all.\n'], 'file.md'),
      };
    case 'Int':
      if (/^(from|to)$|version$|revision$/i.test(name)) return { by: 'version' };
      return counted({ first: 100, last: 100, after: 0 }[name] ?? 1);
    case 'ID':
      // Of Relay's own fields, which take the id of any type.
      return field === 'node' || field === 'nodes' ? anyNode('Workflow') : null;
    case 'String':
      if (name === 'idempotencyKey') return { by: 'key' };
      // A position in the stream of one's own organization.
      if (/^after(Position)?$/.test(name) && kind === 'subscription') return counted('0');
      if (name === 'after' || name === 'before') return { by: 'cursor' };
      if (name === 'workflowId') return { by: 'reference' };
      return SECRETS[name] ?? (kind === 'mutation' ? { by: 'text' } : null);
    default:
      return null;
  }
}

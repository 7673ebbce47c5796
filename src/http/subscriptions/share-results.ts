import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  getOperationAST,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../../schema/context.js';
import { cursorOf } from '../../../schema/kit/cursor.js';
import type { Actor, Caller } from '../../identity/index.js';
import { mapped } from '../../platform/concurrency/mapped.js';
import { withCursor } from './cursors.js';

/** What an event came to, by what was asked of it and with which rights; null where it depends on who looks. */
type Results = Map<string, Promise<ExecutionResult | null>>;

/**
 * Executes an event once for all in this process who ask the same of it with the same rights: whose actors are equal but for
 * the user. Feeds hand the same event to all who follow. Whether a result depends on who looks beyond that is seen from
 * what its resolvers read of the context; then, and where there are errors, each subscriber gets a result of their own.
 */
export function shareResults(): Plugin<Context> {
  const shared = new WeakMap<object, WeakMap<DocumentNode, Results>>();

  const resultsOf = (event: object, document: DocumentNode): Results => {
    const ofEvent = shared.get(event) ?? new WeakMap<DocumentNode, Results>();
    shared.set(event, ofEvent);
    const results: Results = ofEvent.get(document) ?? new Map();
    ofEvent.set(document, results);
    return results;
  };

  const resultFor = async (args: ExecutionArgs, event: object, key: string): Promise<ExecutionResult> => {
    const results = resultsOf(event, args.document);
    const own = { ...args, rootValue: event };
    const begun = results.get(key);
    if (begun) return (await begun) ?? execute(own);
    const { context, isPersonal } = watched(args.contextValue as Context);
    const executing = Promise.resolve(execute({ ...own, contextValue: context }));
    results.set(
      key,
      executing.then(
        (result) => (result.errors || isPersonal() ? null : result),
        () => null,
      ),
    );
    return executing;
  };

  return {
    onSubscribe: ({ args, setSubscribeFn }) => {
      const { actor, publicUrl } = args.contextValue as Context;
      const operation = getOperationAST(args.document, args.operationName);
      if (!actor || !operation) return;
      const variables = withoutCursor(args.document, operation, args.variableValues ?? {});
      const key = JSON.stringify([rightsOf(actor), publicUrl, args.operationName, variables]);
      setSubscribeFn(async (given: ExecutionArgs) => {
        const events = await createSourceEventStream(given);
        if (!(Symbol.asyncIterator in events)) return events;
        return mapped(events, async (event) =>
          typeof event === 'object' && event !== null
            ? withCursor(await resultFor(given, event, key), cursorOf(given, event))
            : execute({ ...given, rootValue: event }),
        );
      });
    },
  };
}

/** All of an actor but who it is. */
const rightsOf = ({ userId: _, ...rights }: Actor) => rights;

/** What of the context is the same for all with the same key, besides the actor's rights. */
const COMMON = new Set<string | symbol>(['app', 'publicUrl']);

/** A context for results that may be shared, and whether its readers asked for more than is common to those who share. */
export function watched(given: Context): { context: Context; isPersonal(): boolean } {
  let personal = false;
  const watch = <T extends object>(of: T, isCommon: (name: string | symbol) => boolean): T =>
    new Proxy(of, {
      get(target, name) {
        if (!isCommon(name)) personal = true;
        return target[name as keyof T];
      },
    });
  const parts: Pick<Context, 'actor' | 'caller'> = {
    actor: watch<Actor>(given.actor, (name) => name !== 'userId'),
    caller: given.caller && watch<Caller>(given.caller, () => false),
  };
  const context = new Proxy(given, {
    get(target, name) {
      if (name === 'actor' || name === 'caller') return parts[name];
      // Libraries keep what they prepare for a context under symbols.
      if (typeof name === 'string' && !COMMON.has(name)) personal = true;
      return target[name as keyof Context];
    },
  });
  return { context, isPersonal: () => personal };
}

/** The variables that results depend on: all but one that serves for nothing but where to begin. */
function withoutCursor(
  document: DocumentNode,
  { selectionSet }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const [field] = selectionSet.selections;
  const after = field?.kind === 'Field' && field.arguments?.find(({ name }) => name.value === 'after')?.value;
  if (typeof after !== 'object' || after.kind !== 'Variable') return variables;
  const cursor = after.name.value;
  let uses = 0;
  // Its definition and the argument.
  visit(document, { Variable: ({ name }) => void (name.value === cursor && uses++) });
  const { [cursor]: _, ...rest } = variables;
  return uses === 2 ? rest : variables;
}

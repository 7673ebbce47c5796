import { type GraphQLSchema, isObjectType } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { schema as built } from '../../schema/index.js';
import { newId } from '../../src/platform/ids.js';
import { newMasterKey } from '../../src/platform/secrets/master-key.js';
import { signInAs } from '../identity/support/accounts.js';
import type { Reply } from '../support/api-client.js';
import { leastReply, type ModelServer, modelServer } from '../support/model-server.js';
import { wordVectors } from '../support/model-server-embeddings.js';
import { openInEveryWay, openStream, WAYS } from '../support/open-streams.js';
import { type TestService, testService } from '../support/service.js';
import { type SmtpServer, smtpServer } from '../support/smtp-server.js';
import type { Place } from './walk/arguments.js';
import { answerTo } from './walk/ask.js';
import { type Belongings, belongingsOf, globalId, nodeTypes } from './walk/belongings.js';
import { allOwnOf, keyOf, ownOf, type Pair, pairsOf } from './walk/handles.js';
import { type Operation, operationsOf } from './walk/operations.js';
import { done, furnish } from './walk/organization.js';
import { bare, declaredParameters, declaredPaths, ownValues, ROUTES, routeAnswer } from './walk/routes.js';
import { MAY_BE_EMPTY, type Rows, rowsOf } from './walk/rows.js';
import { differenceOf, leaksIn, madeAlike, without, worked } from './walk/verdict.js';

const schema = built as GraphQLSchema;
const walked = operationsOf(schema);

/** What may be asked is not what is tested here. */
const UNLIMITED = {
  LIMIT_TOKENS: '1000000',
  LIMIT_DEPTH: '1000',
  LIMIT_COST: '1000000',
  LIMIT_ALIASES: '1000000',
  RATE_LIMIT_ADDRESS: '0',
  RATE_LIMIT_ACTOR: '0',
  MAILS_PER_ADDRESS: '0',
};

let smtp: SmtpServer;
let model: ModelServer;
let service: TestService;
let client: pg.Client;
let ours: Belongings;
let theirs: Belongings;
let rowsBefore: Record<string, Rows>;
let walkedPairs = 0;

/** Passages that still wait for their vectors, which come after what they belong to. */
const counted = async (sql: string): Promise<number> =>
  (await client.query(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0].n;

const unembedded = () =>
  counted(
    `passage p JOIN knowledge_item i ON i.id = p.item_id
     WHERE i.deleted_at IS NULL AND p.id NOT IN (SELECT passage_id FROM passage_vector)`,
  );

const PATIENCE = { timeout: 60_000, interval: 200 };

/** Until no response is about to be written anew, since an answer was edited. */
const written = () =>
  vi.waitFor(
    async () =>
      expect(
        await counted(
          `run r JOIN workflow w ON w.id = r.id JOIN output o ON o.workflow_id = w.id
           WHERE r.state = 'READY' AND o.answers_revision <> w.answers_revision`,
        ),
      ).toBe(0),
    PATIENCE,
  );

beforeAll(async () => {
  smtp = await smtpServer();
  model = await modelServer();
  model.reply(leastReply);
  // A word that only the other organization has is as near to everything as one that nobody has.
  model.onEmbeddings(({ body, n }) => {
    const input = body.input.map((text) => text.replaceAll(/quorvex[bz]/g, 'quorvex'));
    return wordVectors({ body: { ...body, input }, n });
  });
  service = await testService({
    ...{ BIDWRIGHT_MASTER_KEYS: newMasterKey(), SIGN_UP: 'open', SMTP_URL: smtp.url },
    TRUSTED_PROXIES: '127.0.0.1',
    ...UNLIMITED,
  });
  client = new pg.Client({ connectionString: service.env.DATABASE_URL! });
  await client.connect();
  const our = await furnish(service.url, { smtp, model, written, mark: 'pelluma', versions: 2 });
  const their = await furnish(service.url, { smtp, model, written, mark: 'quorvexb', versions: 9 });
  // A second session, to be revoked.
  await signInAs(service.url, our.email);
  await vi.waitFor(async () => expect(await unembedded()).toBe(0), PATIENCE);
  await written();
  // Over the API one would have to call each mutation; what is asked for is that its key stays their own.
  for (const work of [...Object.keys(schema.getMutationType()!.getFields()), 'POST /upload/knowledge'])
    await client.query(
      `INSERT INTO keyed_work (organization_id, work, key, hash, claim, claimed_until, outcome)
       SELECT organization_id, $2, $3, 'theirs', $4, now(), '{"value": "theirs"}' FROM membership m
       JOIN app_user u ON u.id = m.user_id WHERE u.email = $1`,
      [their.email, work, keyOf(their.mark), newId()],
    );
  ours = await belongingsOf(client, our);
  theirs = await belongingsOf(client, their);
  rowsBefore = await rowsOf(client, theirs.organizationId);
}, 180_000);

/** What the other organization has when the walk begins. */
async function remember(): Promise<void> {
  await written();
  theirs = await belongingsOf(client, theirs);
  rowsBefore = await rowsOf(client, theirs.organizationId);
}

afterAll(async () => {
  await client?.end();
  await ours?.api.close();
  await theirs?.api.close();
  await service?.[Symbol.asyncDispose]();
  await model?.[Symbol.asyncDispose]();
  await smtp?.[Symbol.asyncDispose]();
});

describe('the walk knows', () => {
  test('every argument and input field of the schema by what is declared of it', () => {
    expect(walked.unsaid).toEqual([]);
  });

  test('something of every type that node(id:) finds', () => {
    expect(nodeTypes.filter((type) => !theirs.ids[type]?.length)).toEqual([]);
  });

  test('every type of the schema, which some operation of it asks for', () => {
    const all = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) && !type.name.startsWith('__'),
    );
    const roots = ['Query', 'Mutation', 'Subscription'];
    expect(
      all.map(({ name }) => name).filter((name) => !walked.types.has(name) && !roots.includes(name)),
    ).toEqual([]);
  });

  test('every table: the other organization has rows in each', () => {
    const empty = Object.entries(rowsBefore).flatMap(([name, { count }]) => (count ? [] : [name]));
    expect(empty.filter((name) => !(name in MAY_BE_EMPTY))).toEqual([]);
  });

  test('every route of the server and every parameter that it reads', () => {
    expect(declaredPaths()).toEqual(['/graphql', ...Object.keys(ROUTES)].sort());
    for (const [path, { parameters }] of Object.entries(ROUTES)) {
      const walked = Object.keys(parameters).filter((name) => name !== 'file');
      expect([path, walked.sort()]).toEqual([path, declaredParameters(path)]);
    }
  });
});

const ask = (who: Belongings, { source }: Pick<Operation, 'source'>, variables: Record<string, unknown>) =>
  answerTo(service.url, who.token, source, variables);

/** The cursors that an organization sees in the connection of an operation. */
async function cursorsOf(who: Belongings, operation: Operation): Promise<string[]> {
  const answer = await ask(who, operation, operation.variables(null, ownOf(who)));
  const { data } = JSON.parse(answer.slice(answer.indexOf('\n')));
  const above = operation.field in data ? data : (Object.values(data)[0] as Reply);
  return above[operation.field].edges.map(({ cursor }: { cursor: string }) => cursor);
}

const named = (operations: Operation[]) =>
  operations.map(
    (operation) => [`${operation.kind} ${operation.name}`, operation.place.coordinate, operation] as const,
  );
const ofKind = (kind: Operation['kind']) =>
  named(walked.operations.filter((operation) => operation.kind === kind));

/** A parameter of a route, as a place. */
const placeOf = (path: string, name: string): Place => ({
  ...{ kind: 'query', field: path, coordinate: `${path}?${name}`, input: { name } as never },
});

/** The parameters of a route, as places. */
const placesOf = (path: string) =>
  Object.entries(ROUTES[path]!.parameters).map(([name, walk]) => ({
    ...placeOf(path, name),
    walk,
  }));

/** The answer of a route to what is given, and one's own where something is needed. */
async function routed(who: Belongings, path: string, given: Record<string, unknown>): Promise<string> {
  const own = ownValues(path, (name, walk) => ownOf(who)({ ...placeOf(path, name), walk }));
  const [[name, value] = ['', undefined]] = Object.entries(given);
  const values = name ? { ...own, [name]: bare(value) } : own;
  return without(await routeAnswer(service.url, who.token, path, values), bare(value), [theirs.mark]);
}

/** A question that would show something, were it one's own: so that it is worth being asked with another's. */
describe('its owner is shown more', () => {
  test.each(ofKind('query'))('by %s, %s', async (_name, _coordinate, operation) => {
    const { place } = operation;
    const isCursor = place.walk.by === 'cursor';
    const seen = isCursor ? await cursorsOf(theirs, operation) : [];
    const [pair] = pairsOf(place, theirs, seen);
    const shown = async (value: unknown) =>
      without(await ask(theirs, operation, operation.variables(value, ownOf(theirs))), value, [theirs.mark]);
    if (isCursor) return expect(await shown(seen[0])).not.toContain('"errors"');
    const own = await Promise.all(allOwnOf(theirs, place).map(shown));
    expect(own.join()).not.toContain('"errors":[');
    expect(new Set(own)).not.toEqual(new Set([await shown(pair?.absent)]));
  });

  test.each(Object.keys(ROUTES))('by %s', async (path) => {
    for (const place of placesOf(path).filter(({ walk }) => walk.by === 'reference' || walk.by === 'id')) {
      const [{ absent }] = pairsOf(place, theirs, []) as [Pair];
      const shown = (value: unknown) => routed(theirs, path, { [place.input.name]: value });
      const own = await Promise.all(allOwnOf(theirs, place).map(shown));
      expect(own.join()).toMatch(/^200/);
      expect([place.input.name, new Set(own)]).not.toEqual([
        place.input.name,
        new Set([await shown(absent)]),
      ]);
    }
  });
});

test.each(Object.keys(ROUTES))('%s shows nothing of another organization', async (path) => {
  expect(leaksIn(await routed(ours, path, {}), theirs)).toEqual([]);
});

test('a subscription that names nothing tells all of the own organization, and nothing of another', async () => {
  const streams = walked.others.filter(({ kind }) => kind === 'subscription');
  expect(streams.map(({ field }) => field)).toEqual(['events']);
  const [operation] = streams;
  const { rows } = await client.query(
    `SELECT last::int FROM event_count WHERE organization_id = $1 AND subject_type = ''`,
    [ours.organizationId],
  );
  const stream = ours.api.subscribe(operation!.source, operation!.variables(null, ownOf(ours)));
  for (let n = 0; n < rows[0].last; n++)
    expect(leaksIn(JSON.stringify((await stream.next()).value), theirs)).toEqual([]);
  await stream.return?.();
});

test('what happens in another organization reaches no subscription', async () => {
  const events = ours.api.subscribe('subscription { knowledgeEvents { sequence itemId item { title } } }');
  const next = async () => (await events.next()).value?.data?.knowledgeEvents;
  const { rows } = await client.query(
    "SELECT last::int FROM event_count WHERE organization_id = $1 AND subject_type = 'KNOWLEDGE_ITEM'",
    [ours.organizationId],
  );
  for (let sequence = 1; sequence <= rows[0].last; sequence++) expect((await next()).sequence).toBe(sequence);
  const ofWorkflow = ours.api.subscribe(
    'subscription ($w: String!) { workflowEvents(workflowId: $w) { sequence workflow { workflowId } } }',
    { w: ours.references[0] },
  );
  const query = `subscription { knowledgeEvents(after: ${rows[0].last}) { sequence item { title } } }`;
  const streams = await openInEveryWay(service.url, query, ours.token);
  const add = (who: Belongings, title: string) =>
    done(who.api, 'addKnowledge', { title, content: `Says ${title}.` });
  await add(theirs, 'Theirs quorvexb');
  await done(theirs.api, 'updateAnswer', {
    answerId: globalId('Answer', theirs.ids.Answer![2]!),
    text: 'Anew quorvexb.',
  });
  await add(ours, 'Ours');
  // Nothing came between.
  expect(await next()).toMatchObject({ sequence: rows[0].last + 1, item: { title: 'Ours' } });
  for (const { results } of streams) {
    const { value } = await results.next();
    expect(value).toContain(`{"sequence":${rows[0].last + 1},"item":{"title":"Ours"}}`);
    await results.return();
  }
  const { value } = await ofWorkflow.next();
  expect(value?.data?.workflowEvents).toEqual({ sequence: 1, workflow: { workflowId: ours.references[0] } });
  await Promise.all([events.return?.(), ofWorkflow.return?.()]);
  await vi.waitFor(async () => expect(await unembedded()).toBe(0), { timeout: 30_000 });
  await remember();
});

/** The same for a place each time. */
function remembered(own: ReturnType<typeof ownOf>): ReturnType<typeof ownOf> {
  const known = new Map<string, unknown>();
  return (place) => {
    if (!known.has(place.coordinate)) known.set(place.coordinate, own(place));
    return known.get(place.coordinate);
  };
}

/** Tries one pair of values in a place; where the answers differ, and what of the other organization they hold. */
async function tryPair(operation: Operation, { foreign, absent }: Pair) {
  const { walk } = operation.place;
  // Two versions are tried of one thing.
  const own = walk.by === 'version' ? remembered(ownOf(ours)) : ownOf(ours);
  const answerFor = async (given: unknown) => {
    const answer = await ask(ours, operation, operation.variables(given, own));
    return without(answer, given, [theirs.mark]);
  };
  // One after the other where the first might be in the way of the second.
  const first = answerFor(foreign);
  if (operation.kind === 'mutation') await first;
  const answers = await Promise.all([first, answerFor(absent)]);
  expect(answers.join()).not.toMatch(/"INTERNAL"|GRAPHQL_VALIDATION_FAILED/);
  const isMade = operation.kind === 'mutation' && answers.every(worked);
  // One's own thing, as it was changed once and then once more; one's own question, answered once before.
  const isAgain =
    operation.name === 'savePromptTemplate' ||
    walk.by === 'key' ||
    walk.by === 'version' ||
    (walk.by === 'known' && walk.what === 'asked');
  const isChanged = isMade && isAgain;
  const [one, other] = isChanged ? ['', ''] : isMade ? answers.map(madeAlike) : answers;
  return {
    given: foreign,
    difference: differenceOf(one!, other!),
    leaks: answers.flatMap((answer) => leaksIn(answer, theirs)),
  };
}

/** Tries everything in a place: each answer must be the one that is given for what exists nowhere. */
async function walk(operation: Operation): Promise<void> {
  const { place, kind, name } = operation;
  const cursors = place.walk.by === 'cursor' ? await cursorsOf(theirs, operation) : [];
  const pairs = pairsOf(place, theirs, cursors);
  for (const pair of pairs) {
    let verdict = await tryPair(operation, pair);
    // What words are worth in one's own knowledge is counted anew from time to time, beside a search.
    if (verdict.difference && kind === 'query') verdict = await tryPair(operation, pair);
    expect(verdict).toEqual({ given: pair.foreign, difference: null, leaks: [] });
  }
  walkedPairs += pairs.length;
  // Places in this list are numbers, and lead to nobody's row.
  if (name !== 'proposalTemplates') expect(pairs.length).toBeGreaterThan(0);
}

describe.each(ofKind('query'))('%s, %s', (_name, _coordinate, operation) => {
  test('says of what another has what it says of what nobody has', () => walk(operation));
});

/** What takes away what others of these need comes later, and these last. */
const LAST = ['transferOwnership', 'removeMember', 'deleteAccount'];
const TAKES = /^(delete|revoke|reset|cancel|close|submit|merge|dismiss|setMember)/;
const order = ({ name }: { name: string }) =>
  LAST.includes(name) ? 2 + LAST.indexOf(name) : Number(TAKES.test(name));

const others = (isQuery: boolean) =>
  walked.others
    // Subscriptions that name nothing have no end: they are followed in a test of their own.
    .filter(({ kind }) => kind === (isQuery ? 'query' : 'mutation'))
    .toSorted((a, b) => order(a) - order(b))
    .map((operation) => [`${operation.kind} ${operation.name}`, operation] as const);

async function showsNothing({ source, variables }: Omit<Operation, 'place'>, token: string): Promise<void> {
  const answer = await answerTo(service.url, token, source, variables(null, ownOf(ours)));
  expect(answer).not.toMatch(/"INTERNAL"|GRAPHQL_VALIDATION_FAILED/);
  expect(leaksIn(answer, theirs)).toEqual([]);
}

test.each(others(true))(
  '%s, which names nothing, shows nothing of another organization',
  (_name, operation) => showsNothing(operation, ours.token),
);

/** All that a subscription sends until it ends. */
async function messagesOf(operation: Operation, given: unknown): Promise<string[]> {
  const messages: string[] = [];
  const variables = operation.variables(given, ownOf(ours));
  for await (const message of ours.api.subscribe(operation.source, variables))
    messages.push(JSON.stringify(message));
  return messages.map((message) => without(message, given, [theirs.mark]));
}

let turn = 0;
/** The same over HTTP, asked for in the way whose turn it is. */
async function streamedOf(operation: Operation, given: unknown): Promise<string[]> {
  const asked = { query: operation.source, variables: operation.variables(given, ownOf(ours)) };
  const { results } = await openStream(
    service.url,
    WAYS[Math.floor(turn++ / 2) % WAYS.length]!,
    asked,
    ours.token,
  );
  const messages: string[] = [];
  for await (const message of results) messages.push(without(message, given, [theirs.mark]));
  return messages;
}

describe.each(ofKind('subscription'))('%s, %s', (_name, _coordinate, operation) => {
  test('says of what another has what it says of what nobody has', async () => {
    const pairs = pairsOf(operation.place, theirs, []);
    expect(pairs.length).toBeGreaterThan(0);
    walkedPairs += pairs.length;
    for (const [{ foreign, absent }, follow] of pairs.flatMap((pair) =>
      [messagesOf, streamedOf].map((each) => [pair, each] as const),
    )) {
      const one = await follow(operation, foreign);
      const other = await follow(operation, absent);
      // What comes before the last shows an answer that is being written, as far as it is.
      const [end, otherEnd] = [one, other].map((messages) => madeAlike(messages.at(-1)!));
      expect([foreign, differenceOf(end!, otherEnd!)]).toEqual([foreign, null]);
      expect(leaksIn([...one, ...other].join(), theirs)).toEqual([]);
    }
  });
});

/** What is asked is stored as well, and searched for. */
const ASKING = new Set(['askQuestion', 'startAnswer']);

/** What is stored of theirs is one's own from then on; until then nobody has it. */
const isStored = ({ field, place: { walk } }: Operation) =>
  walk.by === 'text' || (walk.by === 'known' && !ASKING.has(field));
const mutations = walked.operations.filter(({ kind }) => kind === 'mutation');

describe.each(named(mutations.filter((operation) => !isStored(operation))))(
  '%s, %s',
  (_name, _coordinate, operation) => {
    test('says of what another has what it says of what nobody has', () => walk(operation));
  },
);

describe('with its own', () => {
  const lookedUp = ['id', 'reference', 'finding'];
  const finding = mutations.filter(({ place }) => lookedUp.includes(place.walk.by));

  test.each(named(finding.toSorted((a, b) => order(a) - order(b))))(
    '%s, %s comes to something else than with what nobody has',
    async (_name, _coordinate, operation) => {
      // What one did may have taken away what the next needs.
      ours = await belongingsOf(client, ours);
      const [{ absent }] = pairsOf(operation.place, theirs, []) as [Pair];
      const [own, nobodys] = await Promise.all(
        [ownOf(ours)(operation.place), absent].map(async (value) =>
          madeAlike(without(await ask(ours, operation, operation.variables(value, ownOf(ours))), value, [])),
        ),
      );
      expect(own).not.toEqual(nobodys);
      expect(leaksIn(own!, theirs)).toEqual([]);
    },
  );
});

describe.each(named(mutations.filter(isStored)))('%s, %s', (_name, _coordinate, operation) => {
  test('says of what another has what it says of what nobody has', () => walk(operation));
});

describe.each(Object.keys(ROUTES))('%s', (path) => {
  test('says of what another has what it says of what nobody has', async () => {
    for (const place of placesOf(path).filter(({ walk }) => walk.by !== 'free'))
      for (const { foreign, absent } of pairsOf(place, theirs, [])) {
        const one = await routed(ours, path, { [place.input.name]: foreign });
        const other = await routed(ours, path, { [place.input.name]: absent });
        const isMade = /^201/.test(one) && /^201/.test(other);
        const difference = isMade ? differenceOf(madeAlike(one), madeAlike(other)) : differenceOf(one, other);
        expect([place.input.name, foreign, difference]).toEqual([place.input.name, foreign, null]);
        expect(leaksIn(one + other, theirs)).toEqual([]);
        walkedPairs++;
      }
  });
});

test.each(others(false))(
  '%s, which names nothing, shows nothing of another organization',
  async (_name, operation) => {
    // Some of these end sessions.
    const { token } = await signInAs(service.url, ours.email);
    await showsNothing(operation, token);
  },
);

test('no row of the other organization has changed', async () => {
  const { audit_record, audit_seal, audit_head, ...rows } = await rowsOf(client, theirs.organizationId);
  const { audit_record: _r, audit_seal: _s, audit_head: _h, ...before } = rowsBefore;
  expect(rows).toEqual(before);
  // Sign-ins with an address of theirs and a wrong password, which their audit trail holds against whoever tried.
  const { rows: added } = await client.query(
    'SELECT DISTINCT r.action FROM audit_seal s JOIN audit_record r ON r.id = s.record_id WHERE s.organization_id = $1 AND s.sequence > $2',
    [theirs.organizationId, rowsBefore.audit_seal!.count],
  );
  expect(added).toEqual([{ action: 'session.refused' }]);
  expect(audit_record!.count).toBe(audit_seal!.count);
  expect(audit_head!.count).toBe(1);
  expect(model.unscripted).toEqual([]);
  const { operations, counts } = walked;
  console.info(
    `${walkedPairs} pairs of another's and nobody's handle were tried in ${operations.length} of ${counts.places} places.`,
  );
});

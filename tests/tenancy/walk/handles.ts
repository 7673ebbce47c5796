import { newId } from '../../../src/platform/ids.js';
import type { Place, Walk } from './arguments.js';
import { type Belongings, globalId, nodeTypes } from './belongings.js';
import { QUESTIONS } from './organization.js';

/** What the other organization has, and the same of nobody. */
export interface Pair {
  foreign: unknown;
  absent: unknown;
}

/** A mark that no organization has. */
export const NOBODYS_MARK = 'quorvexz';

/** The texts by which things of an organization are found. */
const texts = (mark: string): Record<string, string> => ({
  apiKey: `Key ${mark}`,
  asked: `How does ${mark} encrypt customer data at rest?`,
  client: `Client ${mark}`,
  content: `All customer data at rest is encrypted with AES-256-GCM by the ${mark} vault.`,
  credential: `Access ${mark}`,
  department: `Bids ${mark}`,
  embeddingModel: `vectors-${mark}`,
  industry: `Trade ${mark}`,
  model: `model-${mark}`,
  organization: `House ${mark}`,
  question: `Do you offer training? (${mark})`,
  source: `Handbook ${mark}`,
  tag: `tag-${mark}`,
  template: `trade-${mark}`,
  title: `Security ${mark}`,
  word: mark,
});

/** An idempotency key that an organization has used with whatever takes one. */
export const keyOf = (mark: string): string => `key-${mark}`;

/** The same id with another last digit: it exists nowhere, and stands at the same place of every order. */
const nobodys = (id: string) => `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const FINDING = /[0-9a-f]{32}/g;

/** A cursor to a row that does not exist; null for one that names no row. */
function nobodysCursor(cursor: string): string | null {
  const isUrl = !/[+/=]/.test(cursor);
  const text = Buffer.from(cursor, 'base64').toString();
  const other = text.replace(UUID, nobodys).replace(FINDING, nobodys);
  return other === text
    ? null
    : Buffer.from(other).toString(isUrl && cursor.length % 4 ? 'base64url' : 'base64');
}

/** Some of many: the first, the middle one and the last. */
const some = <T>(all: readonly T[]): T[] =>
  [...new Set([0, 1 / 2, 1].map((share) => Math.floor(share * (all.length - 1))))].map((at) => all[at]!);

function idPairs(type: string, { ids }: Belongings, isAny: boolean): Pair[] {
  const raw = some(ids[type]!).map((id) => ({ foreign: id, absent: nobodys(id) }));
  // Where any type is taken, all of them; else the next two.
  const at = nodeTypes.indexOf(type);
  const tried = isAny ? nodeTypes : [1, 2].map((step) => nodeTypes[(at + step) % nodeTypes.length]!);
  const ofType = (of: string) => (id: string) => ({
    foreign: globalId(of, id),
    absent: globalId(of, nobodys(id)),
  });
  const others = tried.filter((of) => of !== type).flatMap((of) => some(ids[of]!).slice(-2).map(ofType(of)));
  // Another organization's row under the type asked for.
  const disguised = ofType(type)(ids[tried.at(-1)!]![0]!);
  return [...some(ids[type]!).map(ofType(type)), raw[0]!, ...others, disguised];
}

/**
 * What is tried in a place.
 * @param cursors of the other organization for this connection
 */
export function pairsOf({ walk }: { walk: Walk }, theirs: Belongings, cursors: readonly string[]): Pair[] {
  switch (walk.by) {
    case 'id':
      return idPairs(walk.type, theirs, walk.isAny === true);
    case 'reference':
      return [
        ...theirs.references.map((foreign) => ({ foreign, absent: nobodysReference(foreign) })),
        ...some(theirs.ids.Workflow!).map((id) => ({ foreign: id, absent: nobodys(id) })),
      ];
    case 'cursor': {
      const rows = [...theirs.ids.Workflow!, ...theirs.ids.KnowledgeItem!].map((id) => btoa(`GPC:S:${id}`));
      return [...some(cursors), ...some(rows)].flatMap((foreign) => {
        const absent = nobodysCursor(foreign);
        return absent === null ? [] : [{ foreign, absent }];
      });
    }
    case 'key':
      return [{ foreign: keyOf(theirs.mark), absent: keyOf(NOBODYS_MARK) }];
    case 'version':
      return [{ foreign: theirs.versions, absent: 987 }];
    case 'finding':
      return [{ foreign: theirs.finding, absent: nobodys(theirs.finding) }];
    case 'address':
      return [{ foreign: theirs.email, absent: `owner@${NOBODYS_MARK}.example` }];
    case 'invitation':
      return [{ foreign: theirs.invitationToken, absent: newId() }];
    case 'known': {
      const foreign = texts(theirs.mark)[walk.what];
      if (!foreign) throw new Error(`There is no text for "${walk.what}".`);
      return [{ foreign, absent: texts(NOBODYS_MARK)[walk.what] }];
    }
    case 'text':
      return [{ foreign: theirs.mark, absent: NOBODYS_MARK }];
    case 'free':
      return [];
  }
}

const nobodysReference = (reference: string) => reference.replace(/.$/, (last) => (last === '2' ? '3' : '2'));

let made = 0;
/** A text that was never there before. */
function fresh(): string {
  made++;
  return `A text of number ${String(made).padStart(6, '0')}`;
}

let turn = 0;
const inTurn = <T>(all: readonly T[]): T => all[turn++ % all.length]!;

/** Where the first, or the last, of one's own things will not do. */
const OWN: Record<string, (own: Belongings) => unknown> = {
  'AddAnswerToLibraryInput.question': fresh,
  'AddKnowledgeInput.content': fresh,
  'ChangeMemberInput.role': () => 'reviewer',
  'CreateApiKeyInput.name': fresh,
  'CreateProviderCredentialInput.name': fresh,
  'InviteMemberInput.email': () => `${fresh().replaceAll(' ', '.')}@example.com`,
  'ReplaceKnowledgeInput.content': fresh,
  'SaveDepartmentInput.name': fresh,
  // That of the account whose address is tried is the same.
  'SignInInput.password': () => 'not the password',
  // These can be done once with each.
  'closeWorkflow/WorkflowInput.workflowId': ({ references }) => inTurn(references.slice(0, 2)),
  'submitWorkflow/WorkflowInput.workflowId': ({ references }) => inTurn(references.slice(0, 2)),
  'AnswerStreamInput.question': () => QUESTIONS[0],
  'MergeLibraryPairsInput.dropIds': ({ pairs }) => globalId('KnowledgeItem', pairs[1]!),
  'MergeLibraryPairsInput.keepId': ({ pairs }) => globalId('KnowledgeItem', pairs[0]!),
  'restoreKnowledge/KnowledgeItemInput.id': ({ deletedItem }) => globalId('KnowledgeItem', deletedItem),
};
const LAST = new Set(['Invitation', 'Session', 'User']);

/** All that may be one's own in a place, for who wants to see something. */
export const allOwnOf = (own: Belongings, place: Place & { walk: Walk }): unknown[] => {
  const { walk } = place;
  if (walk.by === 'id') return own.ids[walk.type]!.map((id) => globalId(walk.type, id));
  return walk.by === 'reference' ? own.references : [ownOf(own)(place)];
};

/** One's own for a place. */
export function ownOf(own: Belongings) {
  return ({ walk, field, coordinate }: Place & { walk: Walk }): unknown => {
    const said = OWN[`${field}/${coordinate}`] ?? OWN[coordinate];
    if (said) return said(own);
    switch (walk.by) {
      case 'id':
        return globalId(walk.type, own.ids[walk.type]!.at(LAST.has(walk.type) ? -1 : 0)!);
      case 'reference':
        return own.references[0];
      case 'version':
        return 1;
      case 'finding':
        return own.finding;
      case 'address':
        return own.email;
      case 'invitation':
        return own.invitationToken;
      case 'known':
        return texts(own.mark)[walk.what];
      case 'text':
        return 'All data must be encrypted.';
      case 'free':
        return walk.value instanceof File ? new File([fresh()], walk.value.name) : walk.value;
      default:
        throw new Error(`${coordinate} is never required.`);
    }
  };
}

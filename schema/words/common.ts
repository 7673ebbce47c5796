/** What means the same wherever it stands. */
const IN_CONNECTION: Record<string, string> = {
  pageInfo: 'Whether there are more, and the cursors to ask on with.',
  edges: 'The things of this page, each with its cursor.',
  totalCount: 'How many there are in all that the arguments let through, whatever the page.',
};

const IN_EDGE: Record<string, string> = {
  node: 'The thing itself.',
  cursor: 'Its place in the list: give it as `after` or `before` to ask on from here.',
};

const IN_PAGE_INFO: Record<string, string> = {
  hasNextPage: 'Whether more follow after `endCursor`.',
  hasPreviousPage: 'Whether some come before `startCursor`.',
  startCursor: 'Of the first thing of this page, to be given as `before`; null where it is empty.',
  endCursor: 'Of the last thing of this page, to be given as `after`; null where it is empty.',
};

const OF_PAGE: Record<string, string> = {
  first: 'How many to take from the beginning, 1 to 100; 20 where neither this nor `last` is given.',
  last: 'How many to take from the end, 1 to 100.',
  after: 'A cursor: what comes after it.',
  before: 'A cursor: what comes before it.',
};

const EVERYWHERE: Record<string, string> = {
  id: 'Unique among all things of all types; `node(id:)` finds it by this.',
  createdAt: 'When it was made.',
  updatedAt: 'When it was changed last.',
};

export const common = {
  field(type: string, name: string, kind: string): string | undefined {
    if (type === 'PageInfo') return IN_PAGE_INFO[name];
    if (type.endsWith('Connection')) return IN_CONNECTION[name];
    if (type.endsWith('Edge')) return IN_EDGE[name];
    if (kind === 'Query' || kind === 'Mutation' || kind === 'Subscription') return undefined;
    return EVERYWHERE[name];
  },
  input(owner: string, name: string): string | undefined {
    if (owner.startsWith('Mutation.') && name === 'input') return 'What to do, and to what.';
    return owner.includes('.') ? OF_PAGE[name] : undefined;
  },
};

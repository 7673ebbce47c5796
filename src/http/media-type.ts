const RESULT_TYPES = ['application/graphql-response+json', 'application/json'] as const;

/**
 * The media type in which a client wants a single result: the first of its Accept header that we have, as
 * Yoga chooses it. `*` stands for application/json.
 * @returns null where it accepts neither
 */
export function resultTypeOf(accept: string | undefined): string | null {
  for (const range of (accept || '*/*').replace(/\s/g, '').toLowerCase().split(',')) {
    const [type = '', ...params] = range.split(';');
    const charset = params.find((param) => param.includes('charset='));
    if (charset && charset !== 'charset=utf-8') continue;
    if (type === '*/*' || type === 'application/*' || type === '*/json') return 'application/json';
    const known = RESULT_TYPES.find((each) => each === type);
    if (known) return known;
  }
  return null;
}

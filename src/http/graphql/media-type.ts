/** Where operations are taken. */
export const GRAPHQL_PATH = '/graphql';

const RESULT_TYPES = ['application/graphql-response+json', 'application/json'] as const;

/** The media types of an Accept header in their order, as Yoga reads them: those in UTF-8 alone. */
const acceptedTypes = (accept: string | null | undefined): string[] =>
  (accept || '*/*')
    .replace(/\s/g, '')
    .toLowerCase()
    .split(',')
    .flatMap((range) => {
      const [type = '', ...params] = range.split(';');
      const charset = params.find((param) => param.includes('charset='));
      return charset && charset !== 'charset=utf-8' ? [] : [type];
    });

/**
 * The media type in which a client wants a single result: the first of its Accept header that we have, as
 * Yoga chooses it. `*` stands for application/json.
 * @returns null where it accepts neither
 */
export function resultTypeOf(accept: string | undefined): string | null {
  // What most clients say.
  if (!accept || accept === '*/*' || accept === 'application/json') return 'application/json';
  for (const type of acceptedTypes(accept)) {
    if (type === '*/*' || type === 'application/*' || type === '*/json') return 'application/json';
    const known = RESULT_TYPES.find((each) => each === type);
    if (known) return known;
  }
  return null;
}

/** Whether a client takes server-sent events, which is how subscriptions are answered over HTTP. */
export const takesEvents = (accept: string | null): boolean =>
  acceptedTypes(accept).some((type) => /^(text|\*)\/(event-stream|\*)$/.test(type));

/** In what operations are sent: nothing that pages may send to other sites unasked, but for uploads. */
export const OPERATION_TYPES = [
  'application/json',
  'application/graphql',
  'application/graphql+json',
  'multipart/form-data',
];

/** Whether the body of a request may be an operation; other types are not looked into. */
export const isOperationType = (contentType: string | undefined): boolean =>
  OPERATION_TYPES.includes((contentType ?? '').split(/[;,]/, 1)[0]!.trim().toLowerCase());

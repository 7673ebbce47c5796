/** Names of values that are never logged, whatever is around them. */
export const SECRET_NAMES = [
  'apiKey',
  'sealedKey',
  'authorization',
  'proxy-authorization',
  'api-key',
  'x-api-key',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'idToken',
  'secret',
  'clientSecret',
];

export const CENSOR = '[redacted]';

/** What secrets look like within texts: messages of errors, addresses, statements. */
const SHAPES: [RegExp, string][] = [
  // user:password@host
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"\\]{0,200}:)[^\s/@"\\]{1,400}@/gi, `$1${CENSOR}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${CENSOR}`],
  // JSON Web Tokens
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, CENSOR],
  // Keys of providers, of GitHub, of AWS, of Google, of Slack
  [/\b(?:sk|pk|rk)-[A-Za-z0-9_-]{12,}/g, CENSOR],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}/g, CENSOR],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, CENSOR],
  [/\bAIza[\w-]{20,}/g, CENSOR],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/g, CENSOR],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, CENSOR],
  // ?token=…, in addresses
  [
    /([?&](?:access_token|api_key|apikey|code|key|password|secret|sig|signature|token)=)[^&\s"#\\]+/gi,
    `$1${CENSOR}`,
  ],
];

/** A line of a log, or any text, without what looks like a secret. */
export const withoutSecrets = (text: string): string =>
  SHAPES.reduce((clean, [shape, instead]) => clean.replace(shape, instead), text);

const MAX_CLIENT_CHARACTERS = 80;

/** What a file can hold, as the end of its name. */
export type FileExtension = 'docx' | 'pdf' | 'md';

/** "RFP_Response_{Client}_{YYYYMMDD}.docx", see `documentFilename`. */
export const responseFilename = (clientName: string, at: Date): string =>
  documentFilename('RFP_Response', clientName, at, 'docx');

/**
 * "{kind}_{Client}_{YYYYMMDD}.{extension}", the date in UTC. The client's name keeps letters, marks and
 * digits of every script; each run of anything else becomes one "_". Never longer than 80 characters, never
 * empty ("Client").
 * @param kind what the file is, in letters and "_" ("Proposal")
 */
export function documentFilename(
  kind: string,
  clientName: string,
  at: Date,
  extension: FileExtension | 'xlsx',
): string {
  const kept = clientName
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '_')
    .replace(/^[_\p{M}]+|_+$/gu, '');
  const client = [...kept].slice(0, MAX_CLIENT_CHARACTERS).join('').replace(/_+$/u, '') || 'Client';
  const day = at.toISOString().slice(0, 10).replaceAll('-', '');
  return `${kind}_${client}_${day}.${extension}`;
}

/**
 * A `Content-Disposition: attachment` value by RFC 6266: an ASCII fallback for old clients, and where the
 * name needs it the exact name as `filename*` (RFC 8187, which replaced RFC 5987). Safe for any input; control
 * characters and lone surrogates are left out.
 */
export function contentDisposition(filename: string): string {
  const name = filename.replace(/[\p{Cc}\p{Cs}]/gu, '');
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._ -]+/g, '_');
  const plain = `attachment; filename="${ascii}"`;
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${extendedValue(name)}`;
}

/** RFC 8187 `value-chars`: encodeURIComponent leaves four characters that are not `attr-char`. */
function extendedValue(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

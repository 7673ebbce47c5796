/** What XML 1.0 cannot hold, and what it would read as something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A text as an Office document can hold it: no control characters, no lone surrogates, line breaks as one character. */
export const holdable = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/\r\n?/g, '\n')
    .replace(FORBIDDEN, '');

const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A holdable text between tags, or within double quotes. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => NAMED[sign]!);

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** @throws Error where an entity is none of XML's own */
export const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);|&/g, (_all, entity: string | undefined) => {
        if (entity === undefined) throw new Error('an ampersand that begins no entity');
        if (entity.startsWith('#')) {
          const code = entity[1] === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
          if (code > 0x10ffff) throw new Error('a character beyond Unicode');
          return String.fromCodePoint(code);
        }
        const known = Object.hasOwn(ENTITIES, entity) ? ENTITIES[entity] : undefined;
        if (known === undefined) throw new Error(`an entity &${entity.slice(0, 20)};`);
        return known;
      })
    : text;

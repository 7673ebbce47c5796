import { isIP } from 'node:net';

/** The eight groups of an IPv6 address, or null where the text is none. A zone is left out. */
export function groupsOf(text: string): number[] | null {
  const [address = ''] = text.split('%');
  if (isIP(address) !== 6) return null;
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = dotted ? dotted[1] + quad(dotted.slice(2).map(Number)) : address;
  const [before = '', after] = hex.split('::');
  const parsed = (part: string) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const [head, tail] = [parsed(before), parsed(after ?? '')];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

const quad = ([a = 0, b = 0, c = 0, d = 0]: number[]) =>
  `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;

const dotted = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join('.');

/**
 * The IPv4 address that an IPv6 address leads to: mapped (::ffff:a.b.c.d), compatible (::a.b.c.d, RFC 4291, 2.5.5), or
 * behind NAT64 (64:ff9b::a.b.c.d, RFC 6052). Null where it is no such address.
 */
export function embeddedIpv4(groups: readonly number[]): string | null {
  const prefix = groups.slice(0, 6).join();
  const isNone = groups.slice(0, 7).every((group) => group === 0) && groups[7]! < 2;
  const embeds = ['0,0,0,0,0,65535', '0,0,0,0,0,0', `${0x64},${0xff9b},0,0,0,0`].includes(prefix);
  return embeds && !isNone ? dotted(groups[6], groups[7]) : null;
}

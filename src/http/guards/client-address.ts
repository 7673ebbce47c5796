import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Tells proxies of ours from others. */
export type TrustedProxies = Pick<BlockList, 'check'>;

/** @param ranges addresses, and networks such as 10.0.0.0/8 */
export function trustedProxies(ranges: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * Where a request came from: the other end of the connection, or where that is a proxy of ours, whom it says it speaks
 * for (X-Forwarded-For, read from the right past all proxies of ours; further left, anybody can write).
 */
export function clientAddress(
  req: Pick<IncomingMessage, 'headers' | 'socket'>,
  trusted: TrustedProxies,
): string {
  let address = plain(req.socket.remoteAddress ?? '');
  const given = req.headers['x-forwarded-for'];
  if (given === undefined) return address;
  const forwarded = [given].flat().join(',').split(',');
  while (isTrusted(address, trusted) && forwarded.length) {
    const next = plain(forwarded.pop()!.trim());
    if (!isIP(next)) break;
    address = next;
  }
  return address;
}

export const isTrusted = (address: string, trusted: TrustedProxies) => {
  const family = isIP(address);
  return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
};

/** IPv4 as such, which a socket of both families shows inside IPv6; without a port, which some proxies add. */
export const plain = (address: string) =>
  address
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/^\[(.*)\](:\d+)?$/, '$1');

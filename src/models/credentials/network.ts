import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Where an address leads that a model provider may have. */
export type Place = 'public' | 'private' | 'metadata';

/**
 * Addresses at which clouds tell a machine its secrets, and all other link-local ones: no provider of models is there.
 * AWS and most others 169.254.169.254 and fd00:ec2::254; Google fd20:ce::254; Alibaba 100.100.100.200; Azure
 * 168.63.129.16; Oracle 192.0.0.192. The last one is 169.254.0.0/16 behind NAT64 (RFC 6052).
 */
const metadata = new BlockList();
metadata.addSubnet('169.254.0.0', 16);
metadata.addSubnet('fe80::', 10, 'ipv6');
metadata.addAddress('fd00:ec2::254', 'ipv6');
metadata.addAddress('fd20:ce::254', 'ipv6');
metadata.addAddress('100.100.100.200');
metadata.addAddress('168.63.129.16');
metadata.addAddress('192.0.0.192');
metadata.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');

const METADATA_NAMES = /^(metadata(\.goog|\.google\.internal)?|instance-data(\.ec2\.internal)?)$/;

/** RFC 1918, 6598, 4193, 6890: this machine and the networks behind it. */
const near = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
] as const)
  near.addSubnet(net, bits);
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
] as const)
  near.addSubnet(net, bits, 'ipv6');

const PRIVATE_NAMES = /^(localhost|.+\.(localhost|local|internal))$/;

/** Of an IP address in any form that URLs know, or of a name as far as it tells by itself. */
export function placeOf(hostname: string): Place {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  const version = isIP(host);
  if (version === 0)
    return METADATA_NAMES.test(host) ? 'metadata' : PRIVATE_NAMES.test(host) ? 'private' : 'public';
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (metadata.check(host, family)) return 'metadata';
  return near.check(host, family) ? 'private' : 'public';
}

/** The same with a name looked up; of several addresses the worst counts. One that cannot be found is what it says. */
export async function placeFound(hostname: string): Promise<Place> {
  const named = placeOf(hostname);
  if (named === 'metadata' || isIP(hostname.replace(/^\[|\]$/g, ''))) return named;
  const found = await lookup(hostname, { all: true }).catch(() => []);
  const places = [named, ...found.map(({ address }) => placeOf(address))];
  return (['metadata', 'private'] as const).find((place) => places.includes(place)) ?? 'public';
}

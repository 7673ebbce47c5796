import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { embeddedIpv4, groupsOf } from './ip-address.js';

/**
 * Where an address leads that a model provider may have. `nowhere`: clouds tell a machine its secrets there, or it is a
 * tunnel whose other end nobody knows; no provider is at such an address.
 */
export type NetworkReach = 'public' | 'private' | 'nowhere';

function blockList(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of ranges) list.addSubnet(net, bits, family);
  return list;
}

/**
 * Link-local addresses, and those at which clouds tell secrets: AWS and most others 169.254.169.254 and fd00:ec2::254;
 * Google fd20:ce::254; Alibaba 100.100.100.200; Azure 168.63.129.16; Oracle 192.0.0.192.
 */
const nowhere4 = blockList('ipv4', [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.192', 32],
]);
/** Besides: local NAT64 (RFC 8215), Teredo (RFC 4380), 6to4 (RFC 3056), whose addresses hold others within them. */
const nowhere6 = blockList('ipv6', [
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
]);

/** What IANA's registry of special-purpose IPv4 addresses does not call globally reachable, and multicast. */
const private4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);
/** All that is given out as global unicast (RFC 4291, 2.4), without what of it is for special purposes. */
const global6 = blockList('ipv6', [['2000::', 3]]);
const special6 = blockList('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
]);

const METADATA_NAMES = /^(metadata(\.goog|\.google\.internal)?|instance-data(\.ec2\.internal)?)$/;

const PRIVATE_NAMES = /^(localhost|.+\.(localhost|local|internal))$/;

/** Of an IP address in any form that URLs know, or of a name as far as it tells by itself. */
export function placeOf(hostname: string): NetworkReach {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (isIP(host) === 4) return placeOfIpv4(host);
  const groups = groupsOf(host);
  if (groups) return placeOfIpv6(groups);
  return METADATA_NAMES.test(host) ? 'nowhere' : PRIVATE_NAMES.test(host) ? 'private' : 'public';
}

const placeOfIpv4 = (address: string): NetworkReach =>
  nowhere4.check(address) ? 'nowhere' : private4.check(address) ? 'private' : 'public';

function placeOfIpv6(groups: readonly number[]): NetworkReach {
  const embedded = embeddedIpv4(groups);
  if (embedded) return placeOfIpv4(embedded);
  const address = groups.map((group) => group.toString(16)).join(':');
  if (nowhere6.check(address, 'ipv6')) return 'nowhere';
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6') ? 'public' : 'private';
}

/** The same with a name looked up; of several addresses the worst counts. One that cannot be found is what it says. */
export async function placeFound(hostname: string): Promise<NetworkReach> {
  const named = placeOf(hostname);
  if (named === 'nowhere' || isIP(hostname.replace(/^\[|\]$/g, ''))) return named;
  const found = await lookup(hostname, { all: true }).catch(() => []);
  const places = [named, ...found.map(({ address }) => placeOf(address))];
  return (['nowhere', 'private'] as const).find((place) => places.includes(place)) ?? 'public';
}

/**
 * What connections to a provider may be made to: never what is nowhere, private networks where the operator lets them,
 * and over the internet with TLS alone.
 */
export const mayReach =
  (baseUrl: string, { allowPrivate }: { allowPrivate: boolean }) =>
  (address: string): boolean => {
    const place = placeOf(address);
    return place === 'private' ? allowPrivate : place === 'public' && baseUrl.startsWith('https:');
  };

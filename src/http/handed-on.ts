import type { IncomingHttpHeaders } from 'node:http';

/** What proxies, gateways and tunnels add to a request of somebody else. */
const OF_PROXIES =
  /^(forwarded|via|x-forwarded-.+|x-real-ip|x-client-ip|x-original-(for|host|url)|true-client-ip|(cf|fastly|fly)-.*ip)$/;

/** Whether a request came to this service through another, which may have got it from anywhere. */
export const isHandedOn = (headers: IncomingHttpHeaders): boolean =>
  Object.keys(headers).some((name) => OF_PROXIES.test(name));

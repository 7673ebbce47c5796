import type { IncomingHttpHeaders } from 'node:http';

/** What proxies, gateways and tunnels add to a request of somebody else. */
const OF_PROXIES = new RegExp(
  `^(${[
    ...['forwarded', 'forwarded-for', 'via', 'cdn-loop', 'x-forwarded(-.+)?', 'x-original-.+', 'x-envoy-.+'],
    ...['x-(real|client|remote|cluster-client|proxyuser)-ip', 'x-remote-addr', 'x-azure-(client|socket)ip'],
    ...['((wl-)?proxy|true)-client-ip', 'client-ip', 'cf-ray', '(cf|fastly|fly)-.*ip(v6)?', 'x-appengine-.+'],
  ].join('|')})$`,
);

/** Whether a request came to this service through another, which may have got it from anywhere. */
export const isProxied = (headers: IncomingHttpHeaders): boolean =>
  Object.keys(headers).some((name) => OF_PROXIES.test(name));

const LOOPBACK = /^(127(\.\d{1,3}){3}|([a-z0-9-]+\.)*localhost|::1|\[::1\])$/i;

/** Whether a host is this machine and nothing else; names below `localhost` never lead elsewhere (RFC 6761, 6.3). */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

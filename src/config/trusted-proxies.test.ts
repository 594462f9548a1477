import { describe, expect, test } from 'vitest';
import { createProxyTrust } from './trusted-proxies.ts';

/** As a container sees its networks: itself on the bridge that compose made. */
const CONTAINER = {
  lo: [{ cidr: '127.0.0.1/8', internal: true }],
  eth0: [
    { cidr: '172.18.0.5/16', internal: false },
    { cidr: 'fd00:18::5/64', internal: false },
  ],
};
/** A server of the campus with a public address. */
const PUBLIC_SERVER = { eth0: [{ cidr: '202.203.16.9/24', internal: false }] };

describe('whose X-Forwarded-For is believed', () => {
  test.each<[string, string, object, string, number, boolean]>([
    ['a proxy on this machine', '127.0.0.1', CONTAINER, '127.0.0.1', 0, true],
    ['the same by IPv6', '::1', CONTAINER, '::1', 0, true],
    ['a neighbour, while only loopback is listened on', '127.0.0.1', CONTAINER, '172.18.0.1', 0, false],
    ['the bridge’s gateway: the proxy of the compose host', '0.0.0.0', CONTAINER, '172.18.0.1', 0, true],
    ['the same as an IPv6 socket shows it', '::', CONTAINER, '::ffff:172.18.0.1', 0, true],
    ['a proxy in a container beside', '0.0.0.0', CONTAINER, 'fd00:18::7', 0, true],
    ['a client of the campus', '0.0.0.0', CONTAINER, '10.20.30.40', 0, false],
    ['a client of the campus in the range of other bridges', '0.0.0.0', CONTAINER, '172.19.0.1', 0, false],
    ['a neighbour with a public address', '0.0.0.0', PUBLIC_SERVER, '202.203.16.77', 0, false],
    ['what the proxy passes on', '0.0.0.0', CONTAINER, '172.18.0.1', 1, false],
    ['loopback, passed on', '127.0.0.1', CONTAINER, '127.0.0.1', 1, false],
    ['no address', '0.0.0.0', CONTAINER, 'unknown', 0, false],
  ])('%s', (_name, host, interfaces, address, hop, isTrusted) => {
    expect(createProxyTrust(host, interfaces as typeof CONTAINER)(address, hop)).toBe(isTrusted);
  });
});

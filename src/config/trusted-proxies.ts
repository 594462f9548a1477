import { BlockList, isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { isLoopback } from './load-config.ts';

/** Addresses that are nobody's on the internet: RFC 1918, RFC 4193, link-local. */
const PRIVATE = blockListOf([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]);

/**
 * Whose X-Forwarded-For is believed: that of the one proxy in front of us, never what it passes on, for that is the client's to
 * invent. While we listen on loopback the proxy can only be on this machine. In a container it comes from the bridge's gateway, or is a
 * container beside us: a private address of a network to which we are attached ourselves. A campus is private too, but another network.
 */
export function createProxyTrust(
  host: string,
  interfaces: NodeJS.Dict<readonly Pick<NetworkInterfaceInfo, 'cidr' | 'internal'>[]>,
): (address: string, hop: number) => boolean {
  const attached = Object.values(interfaces).flatMap((list) =>
    (list ?? []).flatMap(({ cidr, internal }) => (internal || cidr === null ? [] : [cidr])),
  );
  const beside = blockListOf(isLoopback(host) ? [] : attached);
  return (address, hop) => {
    const peer = address.replace(/^::ffff:/iu, '');
    if (hop > 0 || isIP(peer) === 0) return false;
    return isLoopback(peer) || (contains(PRIVATE, peer) && contains(beside, peer));
  };
}

function blockListOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', prefix = ''] = cidr.split('/');
    list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  return list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

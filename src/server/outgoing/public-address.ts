import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Failure } from '../../base/failure.ts';
import { listsHost } from '../../base/net/host-list.ts';

/** IPv6 that is given out to the public; the rest leads elsewhere or back to IPv4, such as `::7f00:1`. */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Where clouds tell a machine its own keys: the links, and the addresses that Alibaba, Azure and Amazon keep elsewhere. */
const METADATA = ['169.254.0.0/16', '100.100.100.200/32', '168.63.129.16/32', 'fe80::/10', 'fd00:ec2::/32'].map((range) =>
  ipaddr.parseCIDR(range),
);

/** True for an address of the public internet: not this machine, no private network, no link, no metadata of a cloud. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || isMetadataAddress(address)) return false;
  // `process` also reads IPv4 inside IPv6; every range with a name of its own is refused.
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(PUBLIC_IPV6));
}

/** True where a cloud gives out keys of the machine: nobody's receiver is there, whatever is allowed. */
function isMetadataAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return METADATA.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network as never, bits));
}

/**
 * The address of a receiver, when the server may send to it: HTTPS to a public place, or a host that whoever runs it allows.
 *
 * @throws Failure `address-refused`
 */
export function requireOutgoing(text: string, allowedHosts: string | undefined): URL {
  if (!URL.canParse(text)) throw refused(`"${text}" is no address.`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refused('The address holds a user or a password.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(`Nothing is sent over ${url.protocol}`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isMetadataAddress(host)) throw refused(`${host} is where a cloud gives out keys.`);
  if (listsHost(allowedHosts, url)) return url;
  if (url.protocol !== 'https:') throw refused(`${url.origin} is not HTTPS.`);
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw refused(`${host} is no public address.`);
  return url;
}

/** Resolves names to public addresses only. The connection goes to what was checked: a name cannot change its mind in between. */
export const publicLookup = lookupWhere(isPublicAddress);

/** Resolves the names that are allowed wherever they are, but not to the metadata of a cloud. */
export const allowedLookup = lookupWhere((address) => !isMetadataAddress(address));

function lookupWhere(isFit: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      const unfit = addresses.some(({ address }) => !isFit(address));
      if (unfit || first === undefined) return callback(refused(`${hostname} leads to an address that is not public.`), []);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

function refused(why: string): Failure {
  return new Failure('address-refused', why);
}

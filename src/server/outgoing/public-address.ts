import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Failure } from '../../base/failure.ts';
import { listsHost } from '../../base/net/host-list.ts';

/** True for an address of the public internet: not this machine, no private network, no link, no metadata of a cloud. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` also reads IPv4 inside IPv6; every range with a name of its own is refused.
  return ipaddr.process(address).range() === 'unicast';
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
  if (listsHost(allowedHosts, url)) return url;
  if (url.protocol !== 'https:') throw refused(`${url.origin} is not HTTPS.`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw refused(`${host} is no public address.`);
  return url;
}

/** Resolves names to public addresses only. The connection goes to what was checked: a name cannot change its mind in between. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    const hidden = addresses.find(({ address }) => !isPublicAddress(address));
    if (hidden !== undefined || first === undefined) return callback(refused(`${hostname} leads to an address that is not public.`), []);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};

function refused(why: string): Failure {
  return new Failure('address-refused', why);
}

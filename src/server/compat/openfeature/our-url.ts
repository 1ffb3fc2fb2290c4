import type { IncomingMessage } from 'node:http';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { openChangeTicket } from './change-ticket.ts';

/** `…/ofrep/v1/…` of OpenFeature's providers. They add it to whatever their base address ends with, a slash too. */
const THEIRS = /^(?:\/openfeature\/([a-z0-9][a-z0-9-]{0,39})\/([^/?]+))?\/{1,2}ofrep\/v1(\/[^?]*)(?:\?(.*))?$/;

/** What is meant by an address that names no environment. */
const ENVIRONMENT = 'production';

/** What an address is read with. */
export interface AddressOptions {
  /** What is meant by an address that names no project. */
  readonly project: string;
  readonly secrets: SecretBox;
  readonly clock: () => number;
}

/**
 * The address of ours that a request of an OpenFeature provider means; other addresses stay as they are.
 *
 * Takes keys whose slashes are not encoded, as most providers send them, and the ticket of a stream of changes in
 * place of a token: browsers send no headers of ours with it.
 */
export function ourUrl({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>, options: AddressOptions): string {
  const found = THEIRS.exec(url);
  if (found === null) return url;
  const [, project = options.project, environment = ENVIRONMENT, path = '', query = ''] = found;
  const ours = `/v1/projects/${project}/environments/${environment}/ofrep`;
  const key = /^\/evaluate\/flags\/(.+)$/.exec(path)?.[1];
  if (key !== undefined) return `${ours}/flags/${key.replaceAll('/', '%2F')}`;
  if (/^\/evaluate\/flags\/?$/.test(path)) return `${ours}/flags`;
  if (path === '/configuration') return `${ours}/configuration`;
  if (path !== '/changes') return url;
  const ticket = new URLSearchParams(query).get('ticket');
  if (ticket !== null) headers.authorization ??= openChangeTicket(ticket, { ...options, project, environment });
  return `${ours}/changes`;
}

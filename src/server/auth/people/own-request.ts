import { Failure } from '../../../base/failure.ts';

/** What of a request tells whether a page of another site made a browser send it. */
export interface BrowserHeaders {
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | undefined;
}

/**
 * Refuses what a page of another site had a browser send.
 *
 * Browsers say where a request comes from, and pages cannot change what they say; other programs say nothing of it.
 * @throws Failure `request-forged`
 */
export function requireOwnPage(headers: BrowserHeaders, publicUrl: string): void {
  const site = headers['sec-fetch-site'];
  const isOwnSite = site === undefined || site === 'same-origin' || site === 'none';
  const isOwnOrigin = headers.origin === undefined || headers.origin === new URL(publicUrl).origin;
  if (isOwnSite && isOwnOrigin) return;
  throw new Failure('request-forged', 'A page of another site sent this request.');
}

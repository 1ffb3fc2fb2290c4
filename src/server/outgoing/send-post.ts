import { Agent, type Dispatcher, request } from 'undici';
import { Failure } from '../../base/failure.ts';
import { connectionErrorText } from '../../base/net/connection-error.ts';
import { listsHost } from '../../base/net/host-list.ts';
import { allowedLookup, publicLookup, requireOutgoing } from './public-address.ts';

/** Sends to places that users named. */
export interface Outgoing {
  /** Throws when an address is refused as it stands, before anything is sent. */
  check(url: string): void;
  /** Posts once: redirects are not followed, and of the answer only the status is read. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostResult>;
  close(): Promise<void>;
}

export type PostResult = { readonly status: number } | { readonly error: string };

const TIMEOUT_MS = 10_000;

/** `allowedHosts`: names with commas of hosts that are reached wherever they are, and without TLS. */
export function openOutgoing(allowedHosts: string | undefined): Outgoing {
  const guarded = new Agent({ connect: { lookup: publicLookup, timeout: TIMEOUT_MS } });
  const trusted = new Agent({ connect: { lookup: allowedLookup, timeout: TIMEOUT_MS } });
  return {
    check: (url) => void requireOutgoing(url, allowedHosts),
    async post(text, headers, body) {
      try {
        const url = requireOutgoing(text, allowedHosts);
        const dispatcher = listsHost(allowedHosts, url) ? trusted : guarded;
        return { status: await statusOf(url, { method: 'POST', headers, body, dispatcher }) };
      } catch (error) {
        return { error: error instanceof Failure ? error.message : connectionErrorText(error) };
      }
    },
    close: async () => void (await Promise.all([guarded.destroy(), trusted.destroy()])),
  };
}

async function statusOf(
  url: URL,
  options: Omit<Dispatcher.RequestOptions, 'origin' | 'path'> & { dispatcher: Dispatcher },
): Promise<number> {
  const { statusCode, body } = await request(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
  body.on('error', () => undefined);
  body.destroy();
  return statusCode;
}

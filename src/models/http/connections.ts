import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { isLoopback } from '../../base/net/loopback.ts';
import type { Proxies } from './proxies.ts';

/** More than any run keeps in flight; the runner bounds the calls. */
const MAX_CONNECTIONS = 256;

interface Shared {
  readonly dispatcher: Dispatcher;
  users: number;
}

/** One dispatcher per origin for the whole process: connections are reused by candidate, baseline and judges. */
const shared = new Map<string, Shared>();

/** Connections to an origin; `release` closes them when nobody else uses them. */
export interface Connections {
  readonly dispatcher: Dispatcher;
  release(): Promise<void>;
}

/** Takes the shared connections to an origin. Deadlines are the caller's, by signal; so are the bounds of bodies. */
export function connectionsTo({ origin, hostname }: URL, proxies?: Proxies): Connections {
  // This machine is never behind a proxy, whatever the variables leave out.
  const through = proxies === undefined || isLoopback(hostname) ? undefined : proxies;
  const key = JSON.stringify([origin, through]);
  const entry = shared.get(key) ?? { dispatcher: open(origin, through), users: 0 };
  shared.set(key, entry);
  entry.users += 1;
  let released = false;
  return {
    dispatcher: entry.dispatcher,
    async release() {
      if (released) return;
      released = true;
      entry.users -= 1;
      if (entry.users > 0) return;
      shared.delete(key);
      await entry.dispatcher.close();
    },
  };
}

function open(origin: string, proxies: Proxies | undefined): Dispatcher {
  const limits = { connections: MAX_CONNECTIONS, headersTimeout: 0, bodyTimeout: 0 };
  if (proxies === undefined) return new Pool(origin, limits);
  // What is not named here it would look up in the process, whose variables are not the ones that were given.
  return new EnvHttpProxyAgent({ ...limits, httpProxy: '', httpsProxy: '', noProxy: '', ...proxies });
}

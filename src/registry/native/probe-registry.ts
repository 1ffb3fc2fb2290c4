import { request } from 'undici';

/** What a registry shows of itself to anybody. */
export interface Probe {
  readonly status: number;
  readonly latencyMs: number;
  /** How far its clock is ahead of this machine's, to the second; absent when it does not tell the time. */
  readonly skewMs?: number;
}

/** Asks a registry whether it is there, without a token. @throws when nothing answers. */
export async function probeRegistry(url: string, signal: AbortSignal): Promise<Probe> {
  const start = Date.now();
  const { statusCode, headers, body } = await request(`${url.replace(/\/+$/, '')}/healthz`, { signal });
  await body.dump();
  const end = Date.now();
  const told = Date.parse(String(headers.date));
  // The header has whole seconds, and was written somewhere between asking and hearing.
  const skewMs = Number.isNaN(told) ? {} : { skewMs: Math.round((told + 500 - (start + end) / 2) / 1000) * 1000 };
  return { status: statusCode, latencyMs: end - start, ...skewMs };
}

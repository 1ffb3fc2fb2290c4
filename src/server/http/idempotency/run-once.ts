import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../../base/failure.ts';
import type { Call } from '../../actions/call.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { claimKey, type IdempotencyKey, type KeptRequest, keepReply, releaseKey } from '../../storage/idempotency/idempotency-keys.ts';

/** What a request asks for, besides who asks. */
export interface Asked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** How long a reply is kept for whoever did not get it. */
const KEPT_MS = 24 * 3_600_000;
/** Longer than any act: then the server that ran it is gone. */
const RUN_MS = 60_000;
/** How long a request waits for the one with the same key that runs. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 50;

/**
 * Answers a request that carries an `Idempotency-Key` as often as it comes, and does what it asks for once.
 *
 * A request that failed did nothing, so its key may be used again. `replayed` tells that the answer is an earlier one.
 * @throws Failure `request-invalid` for what is no key, `idempotency-key-reused` for a key of another request,
 * `request-running` while the first still runs, `reply-lost` when the server that ran it died after it acted.
 */
export async function runOnce(
  call: Call,
  header: string,
  asked: Asked,
  {
    secrets,
    act,
    patienceMs = PATIENCE_MS,
  }: { readonly secrets: SecretBox; act(call: Call): Promise<unknown>; readonly patienceMs?: number },
): Promise<{ reply: unknown; replayed: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw new Failure('request-invalid', 'The Idempotency-Key is not 1 to 255 visible ASCII characters.', { hint: 'Use a random UUID.' });
  }
  const key: IdempotencyKey = { principal: call.principal.id, key: header };
  const kept = await claimedBefore(call, key, hashOf(call, asked), patienceMs);
  if (kept !== undefined) return { reply: replyOf(kept, secrets, key), replayed: true };
  let reply: unknown;
  try {
    reply = await act({ ...call, idempotencyKey: header });
  } catch (error) {
    await releaseKey(call.db, key);
    throw error;
  }
  await keepReply(call.db, key, secrets.seal(JSON.stringify(reply), aboutOf(key)));
  return { reply, replayed: false };
}

/** Claims the key, or waits for the reply of whoever has it. */
async function claimedBefore(call: Call, key: IdempotencyKey, requestHash: string, patienceMs: number): Promise<KeptRequest | undefined> {
  const { db, time } = call;
  for (let waited = 0; ; waited += LOOK_MS) {
    const kept = await claimKey(db, { ...key, requestHash, time, runUntil: time + RUN_MS, keptSince: time - KEPT_MS });
    if (kept === undefined) return undefined;
    if (kept.requestHash !== requestHash) {
      throw new Failure('idempotency-key-reused', 'This Idempotency-Key came with another request before.');
    }
    if (!kept.isRunning) return kept;
    if (waited >= patienceMs) throw new Failure('request-running', 'The request with this Idempotency-Key still runs.');
    await wait(LOOK_MS);
  }
}

function replyOf({ reply }: KeptRequest, secrets: SecretBox, key: IdempotencyKey): unknown {
  if (reply !== undefined) return JSON.parse(secrets.open(reply, aboutOf(key)));
  throw new Failure('reply-lost', 'This request was carried out, but the server stopped before it could say so.');
}

function hashOf({ action }: Call, asked: Asked): string {
  return createHash('sha256')
    .update(JSON.stringify([action, asked]))
    .digest('hex');
}

function aboutOf({ principal, key }: IdempotencyKey): string {
  return `reply ${principal} ${key}`;
}

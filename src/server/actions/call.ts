import { CHECKPOINT_EVERY } from '../../access/audit/checkpoint.ts';
import { allows } from '../../access/authorise.ts';
import type { Principal } from '../../access/principal.ts';
import type { Signer } from '../../access/signing/signing-key.ts';
import type { Clock } from '../../base/clock.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Actor } from '../../protocol/values.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { appendAudit } from '../storage/access/audit-trail.ts';
import { insertEvent } from '../storage/events/events.ts';
import type { RegistryEvent } from '../storage/events/registry-event.ts';
import { markActed } from '../storage/idempotency/idempotency-keys.ts';
import { addCheckpoint } from '../storage/signing/checkpoints.ts';
import type { Database } from '../storage/tables.ts';

/** One authorised request: who asks for what, when, on which project. */
export interface Call {
  readonly db: Database;
  readonly principal: Principal;
  readonly project: string;
  /** When its body was there. What waits for a lock afterwards asks `clock` again. */
  readonly time: number;
  readonly clock: Clock;
  readonly requestId: string;
  /** The name of the endpoint; what the audit trail calls the act. */
  readonly action: string;
  /** Signs for the registry. */
  readonly signer: Signer;
  /** Present: the request runs once, and says so in the transaction of its act. */
  readonly idempotencyKey?: string;
}

/** What an act did, for the audit trail. */
export interface Act {
  readonly target: string;
  readonly before: Json;
  readonly after: Json;
  readonly verdict: string;
}

/** Records an act in the transaction that does it. */
export async function recordAct(transaction: Database, call: Call, act: Act): Promise<void> {
  const { project, time, requestId, action } = call;
  const { seq, hash } = await appendAudit(transaction, project, { time, actor: actorOf(call), action, ...act, requestId });
  if (seq % CHECKPOINT_EVERY === 0) await addCheckpoint(transaction, { project, seq, hash, time }, call.signer);
  if (call.idempotencyKey !== undefined) await markActed(transaction, { principal: call.principal.id, key: call.idempotencyKey });
}

/** Tells whoever waits for it, in the transaction that does it. */
export async function tell(transaction: Database, call: Call, event: Omit<RegistryEvent, 'seq' | 'time'>): Promise<void> {
  await insertEvent(transaction, call.project, { ...event, time: call.time });
}

export function actorOf({ principal }: Call): Actor {
  return { id: principal.id, name: principal.name };
}

/** Whether the caller may see a prompt; what it may not see must look as if it were not there. */
export function sees({ principal, project }: Call, prompt: PromptId): boolean {
  return allows(principal, 'prompts:read', { project, prompt });
}

/** Whether the caller may see that an environment serves a prompt. */
export function seesPin({ principal, project }: Call, environment: EnvironmentName, prompt: PromptId): boolean {
  return allows(principal, 'environments:read', { project, environment, prompt });
}

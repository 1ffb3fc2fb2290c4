import { allowsEveryPrompt } from '../../../access/authorise.ts';
import { type Digest, sha256Hex } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { EnvironmentRevision } from '../../../release/plan.ts';
import type { ServedRollout } from '../../../release/rollout/served-rollout.ts';
import type { EnvironmentState } from '../../storage/environments/environment-log.ts';
import { definedRevision } from '../../storage/environments/kysely-environment-log.ts';
import { readKillSwitches } from '../../storage/governance/kill-switches.ts';
import { readRevocations } from '../../storage/governance/revocations.ts';
import { type Call, sees, seesPin } from '../call.ts';
import { servedRollouts } from '../rollouts/served-rollouts.ts';
import type { StoredReply } from '../stored-reply.ts';
import { type Setting, settingOf } from './setting.ts';

/** Reads what an environment serves, as bytes. */
export type ReadState = (call: Call, environment: EnvironmentName) => Promise<StoredReply>;

/**
 * Makes a reader that keeps the bytes of each environment's current revision, because every
 * application asks for the same ones. The revision is read each time: another process may have moved pins.
 */
export function stateReader(): ReadState {
  const kept = new Map<string, { at: EnvironmentRevision; reply: StoredReply }>();
  return async (call, environment) => {
    const { db, project } = call;
    const isWhole = allowsEveryPrompt(call.principal, 'environments:read', { project, environment });
    const key = JSON.stringify([project, environment]);
    const hit = isWhole ? kept.get(key) : undefined;
    if (hit !== undefined) {
      const at = await definedRevision(db, { project, name: environment });
      if (at !== undefined && hit.at.epoch === at.epoch && hit.at.revision === at.revision) return hit.reply;
    }
    const served = await servedIn(call, await settingOf(db, project, environment));
    if (!isWhole) return replyOf(project, environment, seenBy(call, environment, served));
    const reply = replyOf(project, environment, served);
    kept.set(key, { at: served, reply });
    return reply;
  };
}

interface Served extends EnvironmentState {
  readonly killed: readonly PromptId[];
  readonly rollouts: ReadonlyMap<PromptId, ServedRollout>;
  readonly revoked: readonly { readonly prompt: PromptId; readonly digest: Digest }[];
}

/** What is kept under a revision must be of that revision: it is read again when the environment moved meanwhile. */
async function servedIn({ db, project }: Call, { id, log }: Setting): Promise<Served> {
  for (;;) {
    const state = await log.current(id);
    const killed = (await readKillSwitches(db, id)).map(({ prompt }) => prompt);
    const rollouts = await servedRollouts(db, id);
    const revoked = await readRevocations(db, project);
    const { epoch, revision } = await log.revision(id);
    if (epoch === state.epoch && revision === state.revision) return { ...state, killed, rollouts, revoked };
  }
}

function seenBy(call: Call, environment: EnvironmentName, served: Served): Served {
  const seen = (prompt: PromptId) => seesPin(call, environment, prompt);
  return {
    ...served,
    pins: new Map([...served.pins].filter(([prompt]) => seen(prompt))),
    killed: served.killed.filter(seen),
    rollouts: new Map([...served.rollouts].filter(([prompt]) => seen(prompt))),
    revoked: served.revoked.filter(({ prompt }) => sees(call, prompt)),
  };
}

function replyOf(project: string, environment: EnvironmentName, served: Served): StoredReply {
  const { epoch, revision, pins, killed, rollouts } = served;
  const revoked = served.revoked.map(({ digest }) => digest);
  const shown = { pins: Object.fromEntries(pins), killed, rollouts: Object.fromEntries(rollouts), revoked };
  const text = JSON.stringify({ project, environment, epoch, revision, ...shown });
  // The hash keeps the tag strong across registries: another database may reach the same revision with other pins.
  const etag = `"${epoch}.${revision}.${sha256Hex(text).slice(0, 16)}"`;
  return { etag, body: Buffer.from(text), cacheControl: 'private, no-cache' };
}

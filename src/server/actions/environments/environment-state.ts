import { allowsEveryPrompt } from '../../../access/authorise.ts';
import { sha256Hex } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { EnvironmentRevision } from '../../../release/plan.ts';
import type { EnvironmentId, EnvironmentState } from '../../storage/environments/environment-log.ts';
import { readKillSwitches } from '../../storage/governance/kill-switches.ts';
import { type Call, seesPin } from '../call.ts';
import type { StoredReply } from '../stored-reply.ts';
import { settingOf } from './setting.ts';

/** Reads what an environment serves, as bytes. */
export type ReadState = (call: Call, environment: EnvironmentName) => Promise<StoredReply>;

/**
 * Makes a reader that keeps the bytes of each environment's current revision, because every
 * application asks for the same ones. The revision is read each time: another process may have moved pins.
 */
export function stateReader(): ReadState {
  const kept = new Map<string, { at: EnvironmentRevision; reply: StoredReply }>();
  return async (call, environment) => {
    const { id, log } = await settingOf(call.db, call.project, environment);
    const resource = { project: call.project, environment };
    if (!allowsEveryPrompt(call.principal, 'environments:read', resource)) {
      const state = await log.current(id);
      const sees = (prompt: PromptId) => seesPin(call, environment, prompt);
      return replyOf(call.project, environment, {
        ...state,
        pins: new Map([...state.pins].filter(([prompt]) => sees(prompt))),
        killed: (await killedIn(call, id)).filter(sees),
      });
    }
    const at = await log.revision(id);
    const key = JSON.stringify([call.project, environment]);
    const hit = kept.get(key);
    if (hit !== undefined && hit.at.epoch === at.epoch && hit.at.revision === at.revision) return hit.reply;
    const state = await log.current(id);
    const reply = replyOf(call.project, environment, { ...state, killed: await killedIn(call, id) });
    kept.set(key, { at: state, reply });
    return reply;
  };
}

interface Served extends EnvironmentState {
  readonly killed: readonly PromptId[];
}

async function killedIn({ db }: Call, id: EnvironmentId): Promise<PromptId[]> {
  return (await readKillSwitches(db, id)).map(({ prompt }) => prompt);
}

function replyOf(project: string, environment: EnvironmentName, { epoch, revision, pins, killed }: Served): StoredReply {
  const text = JSON.stringify({ project, environment, epoch, revision, pins: Object.fromEntries(pins), killed });
  // The hash keeps the tag strong across registries: another database may reach the same revision with other pins.
  const etag = `"${epoch}.${revision}.${sha256Hex(text).slice(0, 16)}"`;
  return { etag, body: Buffer.from(text), cacheControl: 'private, no-cache' };
}

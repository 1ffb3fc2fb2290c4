import { authorise } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { killPrompt as killEndpoint, listKillSwitches } from '../../../protocol/revocations.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { addKillSwitch, type KillSwitchRow, readKillSwitches, removeKillSwitch } from '../../storage/governance/kill-switches.ts';
import type { Database } from '../../storage/tables.ts';
import { findPrompts } from '../../storage/versions/prompts.ts';
import { actorOf, type Call, recordAct, seesPin, tell } from '../call.ts';
import { type Setting, settingOf } from '../environments/setting.ts';
import { stayingMove } from '../environments/staying-move.ts';

type KillSwitch = ReplyOf<typeof killEndpoint>;

interface Switched {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly reason: string;
}

/** The kill switches of an environment, of the prompts that the caller may see. */
export async function killSwitchesOf(call: Call, environment: EnvironmentName): Promise<ReplyOf<typeof listKillSwitches>> {
  const { id } = await settingOf(call.db, call.project, environment);
  const rows = await readKillSwitches(call.db, id);
  return { killed: rows.filter(({ prompt }) => seesPin(call, environment, prompt)).map(shown) };
}

/** Tells applications not to use a prompt here. One that is killed stays so, with its first reason. @throws Failure `not-found` */
export async function killPrompt(call: Call, { environment, prompt, reason }: Switched): Promise<KillSwitch> {
  authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
  return await call.db.transaction().execute(async (transaction) => {
    const setting = await settingOf(transaction, call.project, environment);
    if ((await findPrompts(transaction, call.project, [prompt])).size === 0)
      throw new Failure('not-found', `There is no prompt "${prompt}".`);
    const known = (await readKillSwitches(transaction, setting.id)).find((row) => row.prompt === prompt);
    if (known !== undefined) return shown(known);
    const { id: actor_id, name: actor_name } = actorOf(call);
    const row: KillSwitchRow = { project: call.project, environment, prompt, reason, actor_id, actor_name, since: call.time };
    await addKillSwitch(transaction, row);
    await logSwitch(transaction, call, setting, { prompt, reason, cause: 'kill' });
    return shown(row);
  });
}

/** Lets applications use a prompt here again; answers what it was killed for. @throws Failure `not-found` when it was not. */
export async function unkillPrompt(call: Call, { environment, prompt, reason }: Switched): Promise<KillSwitch> {
  authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
  return await call.db.transaction().execute(async (transaction) => {
    const setting = await settingOf(transaction, call.project, environment);
    const known = (await readKillSwitches(transaction, setting.id)).find((row) => row.prompt === prompt);
    if (known === undefined) throw new Failure('not-found', `${prompt} is not killed in ${environment}.`);
    await removeKillSwitch(transaction, setting.id, prompt);
    await logSwitch(transaction, call, setting, { prompt, reason, cause: 'unkill' });
    return shown(known);
  });
}

/**
 * Makes a switch a revision of the environment: its state is another now, for whoever asks by ETag or waits for events.
 * The move leads from the pin to itself.
 */
async function logSwitch(
  transaction: Database,
  call: Call,
  { id, log }: Setting,
  { prompt, reason, cause }: { readonly prompt: PromptId; readonly reason: string; readonly cause: 'kill' | 'unkill' },
): Promise<void> {
  const state = await log.current(id);
  const moves = [stayingMove(state.pins, prompt)];
  const { time, requestId } = call;
  const next = await log.append(id, state, { moves, time, actor: actorOf(call), cause, message: reason, requestId });
  const moved = moves.map((move) => ({ ...move }));
  await tell(transaction, call, { kind: 'pins.moved', environment: id.name, data: { ...next, cause, moves: moved } });
  await recordAct(transaction, call, {
    target: `${id.name}: ${prompt}`,
    before: { killed: cause === 'unkill' },
    after: { killed: cause === 'kill', reason },
    verdict: cause === 'kill' ? 'killed by hand' : 'let live by hand',
  });
}

function shown({ prompt, reason, since, actor_id, actor_name }: KillSwitchRow): KillSwitch {
  return { prompt, reason, since, by: { id: actor_id, name: actor_name } };
}

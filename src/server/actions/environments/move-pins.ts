import { authorise } from '../../../access/authorise.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Cause } from '../../../protocol/environments.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { EnvironmentRevision, Move, Refusal } from '../../../release/plan.ts';
import type { EnvironmentState } from '../../storage/environments/environment-log.ts';
import type { Database } from '../../storage/tables.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import { type Setting, settingOf } from './setting.ts';
import { stayingMove } from './staying-move.ts';

/** What should move, and what stands against it. */
export interface Decision {
  readonly moves: readonly Move[];
  /** Prompts whose pin stays while something else about them changes: how their traffic is split. */
  readonly touched?: readonly PromptId[];
  readonly refusals: readonly Refusal[];
  /** What policy said, for the audit trail. */
  readonly verdict: string;
}

/** An environment as a decision finds it, inside the transaction. */
export interface Situation {
  /** The call as of now: it may have waited for whoever moved pins before, and a freeze may have begun. */
  readonly call: Call;
  readonly transaction: Database;
  readonly setting: Setting;
  readonly state: EnvironmentState;
}

export interface MoveRequest<Made extends Decision> {
  readonly environment: EnvironmentName;
  /** Absent: whatever the revision is. */
  readonly expected?: EnvironmentRevision;
  readonly cause: Cause;
  readonly message?: string;
  readonly commit?: string;
  decide(situation: Situation): Promise<Made>;
  /** What must hold together with the moves, in the same transaction; `next` is the revision that they made. */
  also?(situation: Situation, decision: Made, next: EnvironmentRevision): Promise<void>;
}

export type Moved<Made> = EnvironmentRevision & { readonly environment: EnvironmentName; readonly decision: Made };

/**
 * Moves pins: the one way in which what an environment serves can change.
 *
 * In one transaction: compare the revision, decide, authorise each move, let policy refuse,
 * append to the log, record in the audit trail. Nothing to move or to touch changes nothing and records nothing.
 * @throws Failure `not-allowed`, `revision-moved`, or `policy-refused` with the refusals.
 */
export async function movePins<Made extends Decision>(asked: Call, request: MoveRequest<Made>): Promise<Moved<Made>> {
  const { environment, expected, cause, message, commit } = request;
  const said = { ...(message !== undefined && { message }), ...(commit !== undefined && { commit }) };
  return await asked.db.transaction().execute(async (transaction) => {
    const call: Call = { ...asked, time: asked.clock() };
    const setting = await settingOf(transaction, call.project, environment);
    const { id, log } = setting;
    if (expected !== undefined) await log.requireRevision(id, expected);
    const state = await log.current(id);
    const situation = { call, transaction, setting, state };
    const decision = await request.decide(situation);
    for (const { prompt } of decision.moves) authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
    if (decision.refusals.length > 0) throw policyRefused(environment, decision.refusals);
    const moves = loggedMoves(state.pins, decision);
    if (moves.length === 0) return { environment, epoch: state.epoch, revision: state.revision, decision };
    const next = await log.append(id, state, {
      moves,
      time: call.time,
      actor: actorOf(call),
      cause,
      ...said,
      requestId: call.requestId,
    });
    await request.also?.(situation, decision, next);
    await recordAct(transaction, call, {
      target: environment,
      before: { epoch: state.epoch, revision: state.revision },
      after: { ...next, moves, ...said },
      verdict: decision.verdict,
    });
    if (decision.moves.length > 0) await tell(transaction, call, { kind: 'pins.moved', environment, data: { ...next, cause, moves } });
    return { environment, ...next, decision };
  });
}

/** As plain objects: they go into JSON. */
function loggedMoves(pins: Pins, { moves, touched = [] }: Decision): { readonly [Member in keyof Move]: Move[Member] }[] {
  const staying = touched.filter((prompt) => !moves.some((move) => move.prompt === prompt)).map((prompt) => stayingMove(pins, prompt));
  return [...moves, ...staying].map((move) => ({ ...move }));
}

function policyRefused(environment: EnvironmentName, refusals: readonly Refusal[]): Failure {
  const reasons = refusals.map(({ message }) => message);
  const shown = reasons.length > 3 ? [...reasons.slice(0, 3), `And ${reasons.length - 3} more.`] : reasons;
  const [only] = refusals;
  return new Failure('policy-refused', `Nothing was moved in ${environment}. ${shown.join(' ')}`, {
    ...(refusals.length === 1 && only !== undefined && { hint: only.satisfy }),
    details: { refusals },
  });
}

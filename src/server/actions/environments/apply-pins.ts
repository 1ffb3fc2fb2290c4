import { authorise } from '../../../access/authorise.ts';
import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { applyPins as applyEndpoint, planPins as planEndpoint } from '../../../protocol/moves.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import { type Move, planMoves, type RefusalCode } from '../../../release/plan.ts';
import { evaluatePolicy, policyNotes } from '../../../release/policy/evaluate-policy.ts';
import { type Call, recordAct, seesPin, tell } from '../call.ts';
import { type CarriedOut, carryOutRollouts } from '../rollouts/carry-out-rollouts.ts';
import { type PlannedRollout, pinRefusals, plannedRollouts } from '../rollouts/planned-rollouts.ts';
import { shownRollout } from '../rollouts/rollout-rows.ts';
import { type Decision, movePins, type Situation } from './move-pins.ts';
import { policyFacts } from './policy-facts.ts';
import { revokedPinNotes } from './revoked-pins.ts';
import { type Setting, settingOf } from './setting.ts';

type Wanted = BodyOf<typeof planEndpoint>;

/** What applying would do, and whether policy lets it. Changes nothing. */
export async function planPins(call: Call, environment: EnvironmentName, wanted: Wanted): Promise<ReplyOf<typeof planEndpoint>> {
  return await call.db.transaction().execute(async (transaction) => {
    const setting = await settingOf(transaction, call.project, environment);
    const state = await setting.log.current(setting.id);
    const { moves, refusals, notes, planned } = await decideOn({ call, transaction, setting, state }, wanted);
    const at = { environment, epoch: state.epoch, revision: state.revision };
    const rollouts = planned.map(({ prompt, change, row }) => ({ prompt, change, ...(row && { rollout: row.id }) }));
    return { ...at, moves: [...moves], refusals: [...refusals], rollouts, ...(notes.length > 0 && { notes: [...notes] }) };
  });
}

/** Moves all wanted pins or none. */
export async function applyPins(
  call: Call,
  environment: EnvironmentName,
  { expected, cause, message, commit, breakGlass, ...wanted }: BodyOf<typeof applyEndpoint>,
): Promise<ReplyOf<typeof applyEndpoint>> {
  for (const prompt of [...Object.keys(wanted.pins), ...(wanted.rollouts ?? []).map((rollout) => rollout.prompt)]) {
    authorise(call.principal, 'pins:move', { project: call.project, environment, prompt });
    if (breakGlass) authorise(call.principal, 'policies:override', { project: call.project, environment, prompt });
  }
  const decide = async (situation: Situation): Promise<Verdict> => {
    const decision = await decideOn(situation, wanted);
    return breakGlass ? overridden(decision, breakGlass.reason) : { ...decision, broken: [] };
  };
  // The history shows no verdicts, and whoever reads it must see this.
  const said = breakGlass ? [`break-glass: ${breakGlass.reason}`, ...(message === undefined ? [] : [message])].join('\n') : message;
  const { decision, ...moved } = await movePins<Verdict>(call, {
    environment,
    expected,
    cause,
    ...(said !== undefined && { message: said }),
    ...(commit !== undefined && { commit }),
    decide,
    also: async (situation, verdict, next) => {
      await tellOfOverride(situation, verdict);
      verdict.started.push(...(await carryOutRollouts(situation, verdict.planned, next)));
    },
  });
  return { ...moved, moves: [...decision.moves], rollouts: decision.started.map(({ row }) => shownRollout(row)) };
}

/** What no reason opens: a revoked version, and one that is not here to be served. */
const ABSOLUTE: ReadonlySet<string> = new Set<RefusalCode>([
  'revoked',
  'version-unknown',
  'rollout-running',
  'control-not-pinned',
  'holdout-differs',
  'exclusive-overlap',
]);

interface Verdict extends Noted {
  /** What was overridden; empty for moves that policy allows. */
  readonly broken: readonly RefusalCode[];
}

/** A decision with only those refusals that nothing overrides. */
function overridden(decision: Noted, reason: string): Verdict {
  const { refusals } = decision;
  const broken = [...new Set(refusals.map(({ code }) => code))].filter((code) => !ABSOLUTE.has(code));
  const verdict = broken.length === 0 ? 'allowed by policy' : `BREAK GLASS over ${broken.join(', ')}: ${reason}`;
  return { ...decision, refusals: refusals.filter(({ code }) => ABSOLUTE.has(code)), verdict, broken };
}

/** An entry of its own beside that of the moves, so that nobody who looks for it has to read verdicts. */
async function tellOfOverride({ call, transaction, setting }: Situation, { moves, broken, verdict }: Verdict): Promise<void> {
  if (broken.length === 0) return;
  const environment = setting.id.name;
  const moved = moves.map((move) => ({ ...move }));
  await tell(transaction, call, { kind: 'policy.overridden', environment, data: { refusals: [...broken], moves: moved, verdict } });
  const act = { target: environment, before: { refusals: [...broken] }, after: { moves: moved }, verdict };
  await recordAct(transaction, { ...call, action: 'breakGlass' }, act);
}

interface Noted extends Decision {
  readonly notes: readonly string[];
  readonly planned: readonly PlannedRollout[];
  /** What came of the planned ones, once they are carried out. */
  readonly started: CarriedOut[];
}

async function decideOn(situation: Situation, { pins, prune, rollouts = [] }: Wanted): Promise<Noted> {
  const { call, transaction, setting, state } = situation;
  const moves = movesToward(call, setting, state.pins, pinsOf(pins), prune);
  const facts = await policyFacts(transaction, call, setting, moves);
  const after = pinsAfter(state.pins, moves);
  const { planned, refusals } = await plannedRollouts(situation, rollouts, { pins: after });
  return {
    moves,
    planned,
    started: [],
    touched: planned.filter(({ change }) => change === 'start' || change === 'update').map(({ prompt }) => prompt),
    refusals: [...evaluatePolicy(setting.definition, moves, facts), ...(await pinRefusals(situation, moves)), ...refusals],
    verdict: 'allowed by policy',
    notes: [...policyNotes(setting.definition, moves, facts), ...(await revokedPinNotes(situation, after))],
  };
}

function pinsAfter(pins: Pins, moves: readonly Move[]): Pins {
  const after = new Map(pins);
  for (const { prompt, to } of moves) {
    if (to === undefined) after.delete(prompt);
    else after.set(prompt, to);
  }
  return after;
}

/** Pruning reaches only pins that the caller may see: the others are not its to remove, nor to hear of. */
function movesToward(call: Call, { id }: Setting, actual: Pins, wanted: Pins, prune = false): Move[] {
  const visible = new Map([...actual].filter(([prompt]) => seesPin(call, id.name, prompt)));
  return planMoves(visible, wanted, { prune });
}

function pinsOf(pins: Wanted['pins']): Pins {
  return new Map(Object.entries(pins) as [PromptId, Digest][]);
}

import { type Digest, shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Pins } from '../../../release/environment.ts';
import type { Move, Refusal } from '../../../release/plan.ts';
import { changedMembers } from '../../../release/rollout/progress/changed-members.ts';
import { readRollout } from '../../../release/rollout/read-rollout.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import { newestRollouts, projectRolloutsUnderWay, type RolloutRow, rolloutsUnderWay } from '../../storage/rollouts/rollouts.ts';
import type { Situation } from '../environments/move-pins.ts';
import { policyRefusals } from './move-rollout.ts';
import { clashRefusals } from './rollout-clashes.ts';
import { definitionOf, definitionText, fileOf } from './rollout-rows.ts';
import { variantMoves } from './variant-moves.ts';

/** What a definition means for an environment. `over`: it was carried out to its end, and a new one has another seed. */
export interface PlannedRollout {
  readonly prompt: PromptId;
  readonly change: 'start' | 'update' | 'none' | 'over';
  readonly definition: RolloutDefinition;
  /** The one that is under way or over. */
  readonly row?: RolloutRow;
}

export interface RolloutPlan {
  readonly planned: readonly PlannedRollout[];
  readonly refusals: readonly Refusal[];
}

export interface PlannedAgainst {
  /** What will be pinned. */
  readonly pins: Pins;
  /** Start again what is over, because a person asks for just that. */
  readonly again?: boolean;
}

/** What carrying out these definitions would do, and what stands against it. @throws Failure `rollout-invalid` */
export async function plannedRollouts(
  situation: Situation,
  definitions: readonly RolloutDefinition[],
  { pins, again = false }: PlannedAgainst,
): Promise<RolloutPlan> {
  const { transaction, setting } = situation;
  if (definitions.length === 0) return { planned: [], refusals: [] };
  const underWay = new Map((await rolloutsUnderWay(transaction, setting.id)).map((row) => [row.prompt, row]));
  const others = await projectRolloutsUnderWay(transaction, setting.id.project);
  const planned: PlannedRollout[] = [];
  const refusals: Refusal[] = [];
  for (const definition of definitions) {
    requireSound(definition, setting.id.name);
    const prompt = definition.prompt as PromptId;
    const current = underWay.get(prompt);
    const [last] = current === undefined ? await newestRollouts(transaction, setting.id, { prompt, limit: 1 }) : [current];
    const isSame = last !== undefined && last.definition === definitionText(definition);
    if (isSame && (current !== undefined || !again)) {
      planned.push({ prompt, change: current === undefined ? 'over' : 'none', definition, row: last });
      continue;
    }
    planned.push({ prompt, change: current === undefined ? 'start' : 'update', definition, ...(last && { row: last }) });
    refusals.push(...(current === undefined ? controlRefusals(definition, pins) : frozenRefusals(definition, current)));
    refusals.push(...clashRefusals(definition, others));
    const from = pins.get(prompt);
    if (current === undefined)
      refusals.push(...(await policyRefusals(transaction, situation.call, setting, variantMoves(prompt, from, definition.variants))));
  }
  return { planned, refusals };
}

/** Pins that may not move as they are: a rollout runs on them, or has just decided on them. */
export async function pinRefusals({ transaction, setting }: Situation, moves: readonly Move[]): Promise<Refusal[]> {
  if (moves.length === 0) return [];
  const { id } = setting;
  const underWay = new Set((await rolloutsUnderWay(transaction, id)).map(({ prompt }) => prompt));
  const refusals: Refusal[] = [];
  for (const { prompt, from, to } of moves) {
    if (underWay.has(prompt)) {
      refusals.push({
        code: 'rollout-running',
        prompt,
        message: `${prompt} has a rollout under way in ${id.name}, which compares with what is pinned.`,
        satisfy: `End it first: \`promptlane rollout complete ${prompt} --env ${id.name}\`, or \`abort\`.`,
      });
      continue;
    }
    const [last] = await newestRollouts(transaction, id, { prompt, limit: 1 });
    if (last?.status !== 'completed' || to === undefined || definitionOf(last).control !== to) continue;
    if (!definitionOf(last).variants.some(({ version }) => version === from)) continue;
    refusals.push({
      code: 'rollout-completed',
      prompt,
      message: `${prompt} ${shortDigest(to)} is what the rollout in ${id.name} replaced; going back would undo it.`,
      satisfy: `Run \`promptlane pull\` and commit the lockfile, or go back on purpose with \`promptlane rollback ${prompt} --env ${id.name}\`.`,
    });
  }
  return refusals;
}

const LARGEST = 32 * 1024;

function requireSound(definition: RolloutDefinition, environment: string): void {
  const text = definitionText(definition);
  if (text.length > LARGEST) throw new Failure('rollout-invalid', `A rollout has at most ${LARGEST / 1024} kB; this one has more.`);
  const project = { prompts: [definition.prompt], environments: [environment] };
  // JSON is YAML: what the file was checked for is checked again.
  const { diagnostics } = readRollout({ file: 'the rollout', text: JSON.stringify(fileOf(definition)) }, project);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Failure('rollout-invalid', `${definition.prompt}: ${errors.map(({ message }) => message).join(' ')}`);
}

function controlRefusals({ prompt, environment, control }: RolloutDefinition, pins: Pins): Refusal[] {
  const pin = pins.get(prompt as PromptId);
  if (pin === control) return [];
  const pinned = pin === undefined ? 'pins no version of it' : `pins ${shortDigest(pin)}`;
  return [
    {
      code: 'control-not-pinned',
      prompt: prompt as PromptId,
      message: `The control of the rollout of ${prompt} is ${shortDigest(control as Digest)}, but ${environment} ${pinned}.`,
      satisfy: 'Control is what is served now: write the digest that is pinned, and choose another seed.',
    },
  ];
}

/** A flag is its rules: they change while it is under way, and compare nothing. */
function frozenRefusals(definition: RolloutDefinition, row: RolloutRow): Refusal[] {
  const before = definitionOf(row);
  const isFree = (member: string) => member === 'rules' && before.mode === 'flag';
  const changed = changedMembers(fileOf(before), fileOf(definition)).filter((member) => !isFree(member));
  const resized = before.holdout?.share === definition.holdout?.share ? [] : ['holdout'];
  const [frozen] = [...changed, ...resized];
  if (frozen === undefined) return [];
  const { prompt, environment } = row;
  return [
    {
      code: 'rollout-running',
      prompt,
      message: `The rollout of ${prompt} is under way in ${environment}, and \`${frozen}\` may not change meanwhile.`,
      satisfy: `End it first: \`promptlane rollout complete ${prompt} --env ${environment}\`, or \`abort\`.`,
    },
  ];
}

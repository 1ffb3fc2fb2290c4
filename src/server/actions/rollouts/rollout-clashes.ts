import type { PromptId } from '../../../prompt/prompt.ts';
import type { Refusal } from '../../../release/plan.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';
import type { RolloutRow } from '../../storage/rollouts/rollouts.ts';
import { definitionOf } from './rollout-rows.ts';

/** Where a rollout contradicts others that are under way in the project: one holdout of two sizes, one part of a group twice. */
export function clashRefusals(definition: RolloutDefinition, underWay: readonly RolloutRow[]): Refusal[] {
  const prompt = definition.prompt as PromptId;
  const others = underWay.filter((row) => row.prompt !== prompt || row.environment !== definition.environment);
  return others.flatMap((row) => {
    const other = definitionOf(row);
    return [...holdoutClash(definition, other), ...exclusiveClash(definition, other)].map((refusal) => ({ ...refusal, prompt }));
  });
}

function holdoutClash({ holdout }: RolloutDefinition, other: RolloutDefinition): Refusal[] {
  if (holdout === undefined || other.holdout?.name !== holdout.name || other.holdout.share === holdout.share) return [];
  const message = `The holdout ${holdout.name} is ${percent(holdout.share)} here and ${percent(other.holdout.share)} in the rollout of ${other.prompt} in ${other.environment}.`;
  return [{ code: 'holdout-differs', message, satisfy: 'Give it one share in the config, or another name.' }];
}

/** Environments have traffic of their own, so that a group reaches no further. */
function exclusiveClash({ exclusive, environment }: RolloutDefinition, other: RolloutDefinition): Refusal[] {
  if (exclusive === undefined || other.exclusive?.group !== exclusive.group || other.environment !== environment) return [];
  const [from, to] = exclusive.range;
  const [start, end] = other.exclusive.range;
  if (to <= start || end <= from) return [];
  const message = `The range ${from}–${to} of the group ${exclusive.group} overlaps ${start}–${end} of the rollout of ${other.prompt}.`;
  return [{ code: 'exclusive-overlap', message, satisfy: 'Take a part of the group that is free.' }];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

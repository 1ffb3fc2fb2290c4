import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { JudgedRollout } from '../../../registry/areas/rollouts.ts';
import { rolloutSteps } from '../../../release/rollout/progress/rollout-steps.ts';
import type { GuardrailVerdict } from '../../../release/rollout/verdict/rollout-verdict.ts';
import { guardrailText, splitText } from '../../../release/rollout/verdict/verdict-text.ts';
import { jsonDocument } from '../../json.ts';
import { standingText } from './headline.ts';

/** Renders where a rollout stands: who gets what, who was seen, what the guardrails say, and what the step waits for. */
export function statusText({ rollout, verdict }: JudgedRollout, color: ChalkInstance): string {
  const { prompt, environment, definition, held, id } = rollout;
  const { split } = verdict;
  const variants = definition.variants.filter((variant) => variant.id !== 'control');
  const versions = [{ id: 'control', version: definition.control }, ...variants];
  const width = Math.max(...versions.map((variant) => variant.id.length));
  return [
    `${color.bold(prompt)} in ${environment} is ${standingText(rollout, color)}`,
    color.dim(`  ${definition.mode} ${id}, started ${when(rollout.startedAt)} by ${printable(rollout.createdBy.name)}`),
    ...versions.map((variant) => {
      const seen = counted(split.exposed[variant.id] ?? 0, 'unit');
      return `  ${printable(variant.id).padEnd(width)}  ${shortDigest(variant.version as Digest)}  ${seen} compared`;
    }),
    ...(split.isBroken ? [`  ${color.red('✗')} ${splitText(split)}`] : []),
    ...verdict.guardrails.map((guardrail) => `  ${markOf(guardrail, color)} ${printable(guardrailText(guardrail))}`),
    ...(held === undefined ? [] : [`  ${color.yellow('!')} Held: ${printable(held)}`]),
    ...waitText(rollout, color),
  ].join('\n');
}

function markOf({ verdict }: GuardrailVerdict, color: ChalkInstance): string {
  if (verdict === 'worse') return color.red('✗');
  return verdict === 'fine' ? color.green('✓') : color.yellow('?');
}

function waitText({ state, definition }: JudgedRollout['rollout'], color: ChalkInstance): string[] {
  if (state.status !== 'running') return [];
  const step = rolloutSteps({ mode: definition.mode, ramp: definition.ramp })[state.step];
  const asked = [
    ...(step?.for === undefined ? [] : [`${step.for} since ${when(state.began)}`]),
    ...(step?.minUnits === undefined ? [] : [`${counted(step.minUnits, 'unit')} of each side`]),
    ...(step?.approval === undefined ? [] : [`the word of a ${step.approval}`]),
  ];
  return asked.length === 0 ? [] : [color.dim(`  This step asks for ${asked.join(', ')}.`)];
}

function when(time: number | undefined): string {
  return time === undefined ? 'never' : new Date(time).toISOString();
}

export function statusJson(judged: JudgedRollout): string {
  return jsonDocument('promptlane/rollout/v1', judged);
}

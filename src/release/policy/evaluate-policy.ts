import { shortDigest } from '../../base/digest.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import type { EnvironmentDefinition } from '../environment.ts';
import type { Move, Refusal } from '../plan.ts';
import type { PolicyFacts } from './facts.ts';

/**
 * Why these moves may not happen, and what would let them. Empty means that they may.
 *
 * Fails closed: a requirement that this program does not know refuses every move, because
 * passing it silently would open a gate that someone believes to be shut.
 */
export function evaluatePolicy(definition: EnvironmentDefinition, moves: readonly Move[], facts: PolicyFacts): Refusal[] {
  if (moves.length === 0) return [];
  return [...unknownRequirements(definition), ...moves.flatMap((move) => refusalsOf(definition, move, facts))];
}

function unknownRequirements({ name, policy }: EnvironmentDefinition): Refusal[] {
  const members = Object.entries(policy as { readonly [member: string]: Json | undefined }).filter(([, value]) => value !== undefined);
  return members
    .flatMap(([member, value]) => {
      if (member === 'after') return typeof value === 'string' ? [] : [member];
      if (member === 'require' && isJsonObject(value)) return Object.keys(value).map((requirement) => `require.${requirement}`);
      return [member];
    })
    .map((requirement) => ({
      code: 'requirement-unknown',
      message: `${name} asks for \`${requirement}\`, which this registry does not know how to check.`,
      satisfy: `Update the registry, or have an admin remove \`${requirement}\` from the policy of ${name}.`,
    }));
}

function refusalsOf({ name, policy }: EnvironmentDefinition, { prompt, to }: Move, facts: PolicyFacts): Refusal[] {
  if (to === undefined) return [];
  const version = facts.version(prompt, to);
  const shown = `${prompt} ${shortDigest(to)}`;
  if (version === undefined) {
    const message = `${shown} is not a prompt version that this registry holds.`;
    return [{ code: 'version-unknown', prompt, message, satisfy: 'Upload it with `promptlane push`.' }];
  }
  const refusals: Refusal[] = [];
  // What failed in the environment before is no release candidate, though it was pinned there.
  for (const environment of typeof policy.after === 'string' ? [name, policy.after] : [name]) {
    if (!facts.isQuarantined(environment, prompt, to)) continue;
    const message = `${shown} was rolled back in ${environment} and is quarantined there.`;
    const satisfy = `Pin another version, or run \`promptlane unquarantine ${prompt}@${shortDigest(to)} --env ${environment} --reason …\`.`;
    refusals.push({ code: 'quarantined', prompt, message, satisfy });
  }
  if (!facts.isFirst && !version.hasModel) {
    const message = `${shown} names no model, so what it answers in ${name} would depend on the application.`;
    refusals.push({ code: 'model-missing', prompt, message, satisfy: 'Give the prompt a `model` and promote that version.' });
  }
  if (typeof policy.after === 'string' && !facts.wasPinned(policy.after, prompt, to)) {
    const message = `${shown} is not pinned in ${policy.after}, and was not within 30 days.`;
    refusals.push({ code: 'not-in-previous', prompt, message, satisfy: `Pin it in ${policy.after} first.` });
  }
  return refusals;
}

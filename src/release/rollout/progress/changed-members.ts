import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { RolloutFile } from '../rollout-schema.ts';

/**
 * The members of a rollout that a changed file says otherwise, by name; empty when it says the same.
 *
 * While a rollout is under way none but `rules` may: seed, weights and versions decide who gets what, ranges who is
 * compared, and steps and guardrails when it stops, which must not be chosen by what was seen.
 */
export function changedMembers(underWay: RolloutFile, wanted: RolloutFile): (keyof RolloutFile)[] {
  const names = new Set([...Object.keys(underWay), ...Object.keys(wanted)] as (keyof RolloutFile)[]);
  const said = (value: unknown) => canonicalJson((value ?? null) as Json);
  return [...names].filter((name) => said(underWay[name]) !== said(wanted[name])).sort();
}

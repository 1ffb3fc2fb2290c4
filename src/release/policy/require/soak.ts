import { durationText } from '../../../base/duration.ts';
import type { Refusal } from '../../plan.ts';
import type { Candidate } from '../candidate.ts';
import type { Requirements } from '../policy.ts';

/** Whether a version has been pinned elsewhere for long enough, without a break. */
export function soakRefusals({ environment, move: { prompt, to }, facts, shown }: Candidate, { soak }: Requirements): Refusal[] {
  if (soak === undefined) return [];
  const length = durationText(soak.for);
  const since = facts.pinnedSince(soak.in, prompt, to);
  if (since === undefined) {
    const message = `${shown} is not pinned in ${soak.in}, where it must be for ${length}.`;
    return [{ code: 'soaking', prompt, message, satisfy: `Pin it in ${soak.in}, and wait for ${length}.` }];
  }
  const end = since + soak.for;
  if (facts.now >= end) return [];
  const message = `${shown} has been in ${soak.in} since ${new Date(since).toISOString()}; ${environment} asks for ${length}.`;
  return [{ code: 'soaking', prompt, message, satisfy: `Apply again after ${new Date(end).toISOString()}.` }];
}

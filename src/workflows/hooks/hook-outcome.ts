import type { Diagnostic } from '../../base/diagnostic.ts';
import type { ProposedOutcome } from './proposed/check-proposed.ts';

/** What git can be about to do when it runs a hook of ours. */
export const HOOK_EVENTS = ['pre-commit', 'pre-push'] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** What one run of a hook found and did. */
export interface HookOutcome extends ProposedOutcome {
  readonly event: HookEvent;
  readonly errors: number;
  readonly warnings: number;
  /** What was repaired, a sentence each. */
  readonly repaired: readonly string[];
  /** What could be repaired and was not, with why. */
  readonly left: readonly string[];
}

interface Repair {
  readonly repaired: readonly string[];
  readonly left: readonly string[];
}

/** Counts what was found. */
export function hookOutcome(
  event: HookEvent,
  { diagnostics, files }: ProposedOutcome,
  { repaired, left }: Repair = { repaired: [], left: [] },
): HookOutcome {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((finding) => finding.severity === severity).length;
  return { event, diagnostics, files, errors: count('error'), warnings: count('warning'), repaired, left };
}

/** Whether only the lockfile is wrong: another exit code than that of findings about prompts. */
export function isOnlyLock({ diagnostics }: Pick<HookOutcome, 'diagnostics'>): boolean {
  return diagnostics.every(({ severity, rule }) => severity !== 'error' || rule === 'lockfile-outdated');
}

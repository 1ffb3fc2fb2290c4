import type { Diagnostic } from '../../base/diagnostic.ts';
import type { ProposedOutcome } from './check-proposed.ts';

/** What git can be about to do when it runs a hook of ours. */
export const HOOK_EVENTS = ['pre-commit', 'pre-push'] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** What one run of a hook found and did. */
export interface HookOutcome extends ProposedOutcome {
  readonly event: HookEvent;
  readonly errors: number;
  readonly warnings: number;
  /** What was repaired on the disk, or why it was not, a sentence each. */
  readonly repaired: readonly string[];
}

/** Counts what was found. */
export function hookOutcome(event: HookEvent, { diagnostics, files }: ProposedOutcome, repaired: readonly string[] = []): HookOutcome {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((finding) => finding.severity === severity).length;
  return { event, diagnostics, files, errors: count('error'), warnings: count('warning'), repaired };
}

/** Whether only the lockfile is wrong: another exit code than that of findings about prompts. */
export function isOnlyLock({ diagnostics }: Pick<HookOutcome, 'diagnostics'>): boolean {
  return diagnostics.every(({ severity, rule }) => severity !== 'error' || rule === 'lockfile-outdated');
}

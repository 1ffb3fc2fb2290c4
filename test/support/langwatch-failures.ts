import { test } from 'vitest';

/**
 * What LangWatch's command line has done to its users, and what must be impossible here.
 *
 * Each is a test with a registry of our own kind (`test/integration/langwatch-failures-native.test.ts`) and with a LangWatch
 * project as the registry (`test/integration/langwatch-failures.test.ts`).
 */
export const LANGWATCH_FAILURES = {
  revertedEdit: 'two syncs revert an edit of a colleague',
  silentConflict: 'a conflict ends with 0',
  forgetfulCi: 'a clone that only CI ever has loses edits',
  ignoredLock: 'a pull ignores the lock',
  ignoredVersion: 'a tag or a version is ignored because a local file exists',
  lostParameters: 'parameters are lost in a round trip',
  passingTamperer: 'a tampered text passes as unchanged',
  hangingQuestion: 'a command hangs on a question without a terminal',
} as const;

/** Declares the tests of all of them: one that is left out does not compile. */
export function mustNeverHappen(tests: Readonly<Record<keyof typeof LANGWATCH_FAILURES, () => Promise<void>>>): void {
  for (const [name, run] of Object.entries(tests)) test(LANGWATCH_FAILURES[name as keyof typeof LANGWATCH_FAILURES], run);
}

import type { Fix } from '../../../base/diagnostic.ts';
import { spliced } from './splice.ts';

/** What was repaired, and the text after it. */
export interface Repaired<Finding> {
  readonly text: string;
  readonly fixed: readonly Finding[];
}

/**
 * Makes the repairs that findings of one text offer. Of two that overlap the first one is made: the text after
 * it has to be looked at again anyway.
 */
export function applyFixes<Finding extends { readonly fix?: Fix }>(text: string, findings: readonly Finding[]): Repaired<Finding> {
  const fixed: Finding[] = [];
  const fixes: Fix[] = [];
  let free = 0;
  const byStart = findings.filter(({ fix }) => fix !== undefined).toSorted((left, right) => startOf(left) - startOf(right));
  for (const finding of byStart) {
    const { fix } = finding;
    if (fix === undefined || fix.start < free || text.slice(fix.start, fix.end) === fix.text) continue;
    fixed.push(finding);
    fixes.push(fix);
    // Two insertions at one place would come in an order that nobody chose.
    free = Math.max(fix.end, fix.start + 1);
  }
  return { text: spliced(text, fixes), fixed };
}

function startOf({ fix }: { readonly fix?: Fix }): number {
  return fix?.start ?? 0;
}

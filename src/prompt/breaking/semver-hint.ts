import type { BreakingChange, SemverHint } from './breaking-change.ts';
import { RULES, type Rule } from './rules.ts';

/** What a release with these changes would be called: an error breaks, an addition adds, all else mends. */
export function semverHint(changes: readonly BreakingChange[], differs = changes.length > 0): SemverHint {
  if (changes.some(({ level }) => level === 'error')) return 'major';
  const isAddition = ({ rule }: BreakingChange): boolean => (RULES[rule] as Rule).isAddition === true;
  if (changes.some(isAddition)) return 'minor';
  return differs ? 'patch' : 'none';
}

import type { CaseResult, EvalRun } from '../../run.ts';
import { amountText } from '../figure-text.ts';
import { type Gate, gatingScorers } from '../rules/gate.ts';
import type { GateCheck } from '../verdict.ts';
import { checked } from './checked.ts';
import { listed } from './listed.ts';

/** Checks, for every protected tag, that each of its cases passes every gating scorer in enough of its repeats. */
export function mustPassChecks({ subject, results }: EvalRun, gate: Gate): GateCheck[] {
  const { repeat } = subject;
  const { mustPassTags, mustPassRepeats = repeat } = gate;
  const named = gatingScorers(gate);
  const scorers = named.size > 0 ? named : new Set(subject.scorers.keys());
  const often = mustPassRepeats < repeat ? ` in ${mustPassRepeats} of ${repeat} repeats` : '';
  return mustPassTags.map((tag) => {
    const failing = failingCases(
      results.filter(({ tags }) => tags.includes(tag)),
      scorers,
      mustPassRepeats,
    );
    const reason = failing.length === 0 ? 'every one does' : `${amountText(failing.length, 'case')} not: ${listed(failing)}`;
    const asked = `every case tagged "${tag}" passes${often}`;
    return checked({ kind: 'must-pass', asked, observed: failing.length }, failing.length === 0, reason);
  });
}

/** The labels of the cases with too few repeats that pass, ordered by case id. */
function failingCases(results: readonly CaseResult[], scorers: ReadonlySet<string>, needed: number): string[] {
  const cases = new Map<string, { readonly label: string; passed: number }>();
  for (const result of results) {
    const known = cases.get(result.caseId) ?? { label: result.label, passed: 0 };
    cases.set(result.caseId, known);
    if (passesAll(result, scorers)) known.passed += 1;
  }
  return [...cases]
    .filter(([, { passed }]) => passed < needed)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { label }]) => label);
}

/** True when one and the same answer passes all of them. One that could not be scored has not shown that it passes. */
function passesAll({ scores }: CaseResult, scorers: ReadonlySet<string>): boolean {
  const passed = new Set(scores.flatMap((score) => ('score' in score && score.pass ? [score.scorer] : [])));
  return [...scorers].every((scorer) => passed.has(scorer));
}

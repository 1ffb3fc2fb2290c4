import { compareRuns } from '../comparison/compare-runs.ts';
import type { Comparison } from '../comparison/comparison.ts';
import { absoluteChecks } from './absolute-checks.ts';
import type { Gate, RegressionRule } from './gate.ts';
import { integrityProblems } from './integrity.ts';
import { regressionChecks } from './regression-checks.ts';
import type { GateCheck, GateRequest, GateVerdict, IntegrityProblem } from './verdict.ts';

/**
 * Judges a run by the gate of its suite.
 *
 * Integrity first, and closed: a run that cannot be judged is `invalid`, never passed and never failed. Then the bounds on
 * the candidate alone, then the regression against the baseline where there is one. The same runs give the same verdict
 * in a terminal, in CI and on a registry, whatever the order of their results.
 */
export function evaluateGate(request: GateRequest): GateVerdict {
  const problems = integrityProblems(request);
  if (problems.length > 0) return invalid(problems);

  const { candidate, baseline, gate } = request;
  const absolute = absoluteChecks(candidate, gate);
  if (baseline === undefined) return judged(absolute);

  const comparison = compareRuns(candidate, baseline, { rules: regressionRules(gate) });
  const unpaired = unpairedProblems(comparison, gate);
  return unpaired.length > 0 ? invalid(unpaired) : judged([...absolute, ...regressionChecks(comparison, gate)], comparison);
}

function judged(checks: readonly GateCheck[], comparison?: Comparison): GateVerdict {
  const outcome = checks.some(({ blocks }) => blocks) ? 'failed' : 'passed';
  return { outcome, problems: [], checks, ...(comparison !== undefined && { comparison }) };
}

function invalid(problems: readonly IntegrityProblem[]): GateVerdict {
  return { outcome: 'invalid', problems, checks: [] };
}

function regressionRules(gate: Gate): Map<string, RegressionRule> {
  return new Map(
    [...gate.scorers].flatMap(([scorer, { regression }]) => (regression === undefined ? [] : [[scorer, regression] as const])),
  );
}

/** An accepted change of dataset or scorers may leave nothing to compare: no evidence is not good evidence. */
function unpairedProblems(comparison: Comparison, gate: Gate): IntegrityProblem[] {
  return comparison.scorers
    .filter(({ scorer, statistics }) => statistics === undefined && isCompared(gate, scorer))
    .map(({ scorer }) => ({
      code: 'baseline-unpaired',
      run: 'baseline',
      message: `No case was scored by "${scorer}" in both runs, so its regression cannot be judged.`,
    }));
}

function isCompared(gate: Gate, scorer: string): boolean {
  const asked = gate.scorers.get(scorer);
  return asked?.regression !== undefined || asked?.strict === true;
}

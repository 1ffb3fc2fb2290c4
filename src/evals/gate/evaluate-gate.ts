import { type ComparedRule, compareRuns } from '../comparison/compare-runs.ts';
import type { Comparison } from '../comparison/comparison.ts';
import { absoluteChecks } from './checks/absolute-checks.ts';
import { regressionChecks } from './checks/regression-checks.ts';
import { askedOf, type Gate } from './gate.ts';
import { integrityProblems } from './integrity.ts';
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

function regressionRules(gate: Gate): ComparedRule[] {
  return askedOf(gate).flatMap(({ asked: { regression }, ...of }) => (regression === undefined ? [] : [{ ...of, rule: regression }]));
}

/** An accepted change of dataset or scorers may leave nothing to compare: no evidence is not good evidence. */
function unpairedProblems({ scorers, slices }: Comparison, gate: Gate): IntegrityProblem[] {
  const unpaired = [...scorers, ...slices].filter(({ statistics }) => statistics === undefined);
  const asked = askedOf(gate).filter(({ asked: { regression, strict } }) => regression !== undefined || strict === true);
  return asked
    .filter(({ scorer, tag }) => unpaired.some((one) => one.scorer === scorer && ('tag' in one ? one.tag : undefined) === tag))
    .map(({ scorer, tag }) => ({
      code: 'baseline-unpaired',
      run: 'baseline',
      message: `No case${tag === undefined ? '' : ` tagged "${tag}"`} was scored by "${scorer}" in both runs, so its regression cannot be judged.`,
    }));
}

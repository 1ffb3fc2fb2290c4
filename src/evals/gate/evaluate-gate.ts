import { type ComparedRule, compareRuns } from '../comparison/compare-runs.ts';
import type { Comparison } from '../comparison/comparison.ts';
import { absoluteChecks } from './checks/absolute-checks.ts';
import { askedOfPart } from './checks/asked-of-part.ts';
import { regressionAsked, regressionChecks, STRICT_ASKED } from './checks/regression-checks.ts';
import { integrityProblems } from './integrity.ts';
import { askedOf, type Gate } from './rules/gate.ts';
import type { GateCheck, GateRequest, GateVerdict, IntegrityProblem, UnjudgedRule } from './verdict.ts';

/**
 * Judges a run by the gate of its suite.
 *
 * Integrity first, and closed: a run that cannot be judged is `invalid`, never passed and never failed. Then the bounds on
 * the candidate alone, then the regression against the baseline where there is one. The same runs give the same verdict
 * in a terminal, in CI and on a registry, whatever the order of their results.
 */
export function evaluateGate(request: GateRequest): GateVerdict {
  const { candidate, baseline } = request;
  const { gate, unjudged } = askedOfPart(request.gate, candidate);
  const problems = integrityProblems({ ...request, gate });
  if (problems.length > 0) return invalid(problems);

  const absolute = absoluteChecks(candidate, gate);
  if (baseline === undefined) return judged(absolute, [...unjudged, ...comparingRules(gate)]);

  const comparison = compareRuns(candidate, baseline, { rules: regressionRules(gate) });
  const unpaired = unpairedProblems(comparison, gate);
  return unpaired.length > 0 ? invalid(unpaired) : judged([...absolute, ...regressionChecks(comparison, gate)], unjudged, comparison);
}

function judged(checks: readonly GateCheck[], unjudged: readonly UnjudgedRule[], comparison?: Comparison): GateVerdict {
  const isUnasked = checks.length === 0 && unjudged.length > 0;
  const outcome = isUnasked ? 'unjudged' : checks.some(({ blocks }) => blocks) ? 'failed' : 'passed';
  return { outcome, problems: [], checks, unjudged, ...(comparison !== undefined && { comparison }) };
}

function invalid(problems: readonly IntegrityProblem[]): GateVerdict {
  return { outcome: 'invalid', problems, checks: [], unjudged: [] };
}

/** What compares with a baseline, told where there is none: passing without it is not having kept it. */
function comparingRules(gate: Gate): UnjudgedRule[] {
  const reason = 'there is no baseline';
  return askedOf(gate).flatMap(({ asked: { regression, strict }, ...about }) => [
    ...(regression === undefined ? [] : [{ ...about, asked: regressionAsked(regression), reason }]),
    ...(strict === true ? [{ ...about, asked: STRICT_ASKED, reason }] : []),
  ]);
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

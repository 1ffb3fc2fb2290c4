import { orderedResults } from '../comparison/ordered-results.ts';
import type { CaseResult, EvalRun, ScoreResult } from '../run.ts';
import { tagsOf } from './checks/asked-of-part.ts';
import { amountText, percentText } from './figure-text.ts';
import { askedOf, type Gate, gatingScorers, uncalibratedJudges } from './rules/gate.ts';
import type { GateRequest, IntegrityCode, IntegrityProblem } from './verdict.ts';

type Finding = readonly [code: IntegrityCode, message: string];

/**
 * Everything that keeps these runs from being judged. Empty: they can be.
 *
 * Looked at before any quality verdict, so that a broken run is neither a pass nor a regression.
 */
export function integrityProblems({ candidate, baseline, gate, accept = [] }: GateRequest): IntegrityProblem[] {
  const of = (run: IntegrityProblem['run'], findings: readonly Finding[]) => findings.map(([code, message]) => ({ code, run, message }));
  const problems = of('candidate', [...runFindings(candidate, gate), ...gateFindings(candidate, gate)]);
  if (baseline === undefined) return problems;
  return [...problems, ...of('baseline', [...runFindings(baseline, gate), ...differenceFindings(candidate, baseline, accept)])];
}

function runFindings(run: EvalRun, gate: Gate): Finding[] {
  const { subject, results } = run;
  if (subject.cases === 0) return [['no-cases', 'The suite selected no case.']];
  if (subject.scorers.size === 0) return [['no-scorers', 'The suite has no scorer.']];
  const errors = errorFindings(run, gate.maxErrorRate);
  // Where no call came back, that is the finding; that nothing was scored follows from it.
  const isDead = errors.length > 0 && results.every(({ answer }) => answer === undefined);
  return [...completenessFindings(run), ...errors, ...(isDead ? [] : [...blankFindings(run), ...scoreFindings(run)])];
}

/** Every case must have come back once for every repeat. */
function completenessFindings({ subject, results }: EvalRun): Finding[] {
  const findings: Finding[] = [];
  const expected = subject.cases * subject.repeat;
  const { cases, duplicates } = countCases(results);
  const seen = results.length - duplicates;
  const hasStray = results.some(({ sample }) => !Number.isInteger(sample) || sample < 0 || sample >= subject.repeat);
  if (duplicates > 0) findings.push(['results-duplicate', `${amountText(duplicates, 'result')} came twice for the same case and repeat.`]);
  if (hasStray || cases > subject.cases) {
    findings.push([
      'results-unexpected',
      `There are results beyond the ${amountText(subject.cases, 'case')} × ${subject.repeat} asked for.`,
    ]);
  }
  if (seen < expected) findings.push(['results-missing', `${seen} of ${expected} results are there: the run is not complete.`]);
  return findings;
}

/** How many cases there are, and how many results are of a case and repeat that another is of. */
function countCases(results: EvalRun['results']): { readonly cases: number; readonly duplicates: number } {
  let [cases, duplicates] = [0, 0];
  let before: CaseResult | undefined;
  for (const result of orderedResults(results)) {
    if (result.caseId !== before?.caseId) cases += 1;
    else if (result.sample === before.sample) duplicates += 1;
    before = result;
  }
  return { cases, duplicates };
}

/** Nothing said passes whatever asks that something be not said. One empty answer may be right; nothing but empty ones is a broken setup. */
function blankFindings({ results }: EvalRun): Finding[] {
  const answered = results.filter(({ answer }) => answer !== undefined);
  const isSilent = answered.length > 0 && answered.every(({ isBlank }) => isBlank === true);
  return isSilent ? [['answers-empty', 'Every answer is empty: no text, and no tool call.']] : [];
}

function scoreFindings({ subject, results }: EvalRun): Finding[] {
  const answered = results.filter(({ error }) => error === undefined);
  return [...subject.scorers.keys()].flatMap((scorer): Finding[] => {
    const { silent, doubled, invalid, scored } = countScores(answered, scorer);
    if (results.length > 0 && scored === 0) {
      return [['scorer-without-result', `Scorer "${scorer}" has no score at all.`]];
    }
    return [
      ...finding(silent, 'scorer-without-result', `Scorer "${scorer}" says nothing of ${amountText(silent, 'answer')}.`),
      ...finding(doubled, 'results-duplicate', `Scorer "${scorer}" scored ${amountText(doubled, 'answer')} more than once.`),
      ...finding(invalid, 'score-invalid', `Scorer "${scorer}" gave ${amountText(invalid, 'score')} outside 0…1.`),
    ];
  });
}

/** What one scorer said of so many answers; counted, since lists of a hundred thousand answers would take more than the answers. */
function countScores(answered: EvalRun['results'], scorer: string) {
  let [silent, doubled, invalid, scored] = [0, 0, 0, 0];
  for (const { scores } of answered) {
    let own = 0;
    for (const score of scores) {
      if (score.scorer !== scorer) continue;
      own += 1;
      if ('error' in score) continue;
      scored += 1;
      if (!(score.score >= 0 && score.score <= 1)) invalid += 1;
    }
    if (own === 0) silent += 1;
    if (own > 1) doubled += 1;
  }
  return { silent, doubled, invalid, scored };
}

function errorFindings({ results }: EvalRun, maxErrorRate: number): Finding[] {
  const errors = results.filter((result) => result.error !== undefined || result.scores.some(isError));
  if (errors.length === 0 || errors.length / results.length <= maxErrorRate) return [];
  const allowed = maxErrorRate === 0 ? 'none is allowed' : `at most ${percentText(maxErrorRate)} may`;
  const [first] = errors;
  const failure = first?.error;
  const example = failure ? `${failure.message} (${failure.code})` : (first?.scores.find(isError)?.error ?? '');
  return [['errors', `${errors.length} of ${results.length} results ended in an error, ${allowed}. First: ${example}`]];
}

/** What the gate asks about must exist in the run. */
function gateFindings({ subject, results }: EvalRun, gate: Gate): Finding[] {
  const tags = tagsOf(results);
  const unpriced = results.filter(({ answer }) => answer !== undefined && answer.cost === undefined).length;
  return [
    ...[...gatingScorers(gate)]
      .filter((scorer) => !subject.scorers.has(scorer))
      .map((scorer): Finding => ['scorer-unknown', `The gate names scorer "${scorer}", which the suite does not have.`]),
    ...askedOf(gate)
      .filter(({ scorer, asked: { p50, p95 } }) => (p50 ?? p95) !== undefined && lacksValues(results, scorer))
      .map(({ scorer }): Finding => ['value-missing', `The gate asks for a percentile of "${scorer}", which does not measure anything.`]),
    ...gate.mustPassTags
      .filter((tag) => results.length > 0 && !tags.has(tag))
      .map((tag): Finding => ['tag-unused', `The gate protects cases tagged "${tag}", and no case is.`]),
    ...[...new Set((gate.slices ?? []).map(({ tag }) => tag))]
      .filter((tag) => results.length > 0 && !tags.has(tag))
      .map((tag): Finding => ['tag-unused', `The gate has a slice of the cases tagged "${tag}", and no case is.`]),
    ...uncalibratedJudges(gate).map(({ message }): Finding => ['judge-uncalibrated', message]),
    ...(gate.maxCost === undefined
      ? []
      : finding(unpriced, 'cost-unknown', `The price of ${amountText(unpriced, 'answer')} is not known, so the budget cannot be checked.`)),
  ];
}

function lacksValues(results: EvalRun['results'], scorer: string): boolean {
  return results.some(({ scores }) => scores.some((score) => score.scorer === scorer && 'score' in score && score.value === undefined));
}

/** Only like is compared with like. */
function differenceFindings({ subject: candidate }: EvalRun, { subject: baseline }: EvalRun, accept: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  if (candidate.datasetDigest !== baseline.datasetDigest && !accept.includes('dataset')) {
    findings.push(['baseline-dataset-differs', 'The baseline answered another version of the dataset.']);
  }
  const scorers = [...new Set([...candidate.scorers.keys(), ...baseline.scorers.keys()])];
  const changed = scorers.filter((scorer) => candidate.scorers.get(scorer) !== baseline.scorers.get(scorer));
  if (changed.length > 0 && !accept.includes('scorers')) {
    findings.push([
      'baseline-scorers-differ',
      `The baseline was scored by other versions of ${changed.map((scorer) => `"${scorer}"`).join(', ')}.`,
    ]);
  }
  return findings;
}

function isError(score: ScoreResult): score is Extract<ScoreResult, { error: string }> {
  return 'error' in score;
}

function finding(occurrences: number, code: IntegrityCode, message: string): Finding[] {
  return occurrences > 0 ? [[code, message]] : [];
}

import { FAILURES, type Failure } from '../../../base/failure.ts';
import { figureText } from '../../../evals/gate/figure-text.ts';
import type { GateCheck } from '../../../evals/gate/verdict.ts';
import type { EvalReport, ScorerReport } from '../../../evals/report/eval-report.ts';
import { suiteCalled } from '../../../evals/suite/asked/suite-cells.ts';
import type { Evaluation } from '../../evaluation/select-evaluations.ts';
import type { CiDocument, CiFinding } from '../document/ci-document.ts';
import { FAILED_ENDINGS, type GateEnding } from '../gate-result.ts';

type CiEvaluation = CiDocument['evaluations'][number];

/** One evaluation as a run tells it. */
export interface Judged {
  readonly evaluation: CiEvaluation;
  readonly findings: readonly CiFinding[];
  readonly ending: GateEnding;
}

export interface About {
  readonly evaluation: Evaluation;
  /** Why it was run. */
  readonly reason: string;
  readonly prefix: string;
  /** The file of the prompt. */
  readonly source?: { readonly path: string; readonly text: string };
}

const ENDINGS = { passed: 'ok', failed: FAILED_ENDINGS.eval, invalid: 'network', unjudged: 'ok' } as const;

/** What was newly wrong is told by name, up to this many cases. */
const MOST_CASES = 5;

/** What a report says of a change, with a finding for each thing that the gate asked and did not get. */
export function judgedEvaluation(report: EvalReport, about: About): Judged {
  const { outcome, problems, checks, candidate, baseline, scorers } = report;
  const findings = [
    ...problems.map(({ code, message }) =>
      evalFinding(about, { rule: `eval-${code}`, severity: 'error', message, hint: runAgain(report) }),
    ),
    ...checks.flatMap((check) => checkFinding(check, report, about)),
  ];
  const said = [...problems.map(({ message }) => message), ...checks.filter(({ verdict }) => verdict !== 'pass').map(checkText)];
  const evaluation: CiEvaluation = {
    ...identity(about),
    outcome,
    ...(baseline && { baseline: baseline.reference }),
    cases: candidate.cases,
    ...(candidate.cost.unpriced === 0 && { cost: candidate.cost.spent + (baseline?.cost.spent ?? 0) }),
    scorers: outcome === 'invalid' ? [] : scorers.map(scorerFigures),
    problems: [...said, ...scorers.flatMap(worseCases)].slice(0, 200),
  };
  return { evaluation, findings, ending: ENDINGS[outcome] };
}

/** An evaluation that never came to a report: no model, no baseline, no answers. */
export function unjudgedEvaluation({ code, message, hint }: Failure, about: About): Judged {
  const finding = evalFinding(about, { rule: code, severity: 'error', message, hint });
  const evaluation = {
    ...identity(about),
    outcome: 'invalid' as const,
    cases: about.evaluation.cases.count,
    scorers: [],
    problems: [message],
  };
  return { evaluation, findings: [finding], ending: FAILURES[code].kind };
}

function identity({ evaluation: { suite, prompt }, reason }: About): Pick<CiEvaluation, 'suite' | 'prompt' | 'reason'> {
  return { suite: suiteCalled(suite), prompt, reason };
}

function runAgain({ command }: EvalReport): string {
  return `Run \`${command}\` to see every case.`;
}

/** What failed, and what could not be shown; a check that passed is no finding. */
function checkFinding(check: GateCheck, report: EvalReport, about: About): CiFinding[] {
  const { verdict, blocks } = check;
  if (verdict === 'pass') return [];
  const rule = verdict === 'fail' ? 'eval-failed' : 'eval-inconclusive';
  return [evalFinding(about, { rule, severity: blocks ? 'error' : 'warning', message: checkText(check), hint: runAgain(report) })];
}

function checkText({ scorer = 'run', asked, reason }: GateCheck): string {
  return `${scorer}: asked ${asked}: ${reason}`;
}

/** It stands at the messages of the prompt: they, or what they include, are what answers otherwise. */
function evalFinding(about: About, said: Pick<CiFinding, 'rule' | 'severity' | 'message'> & { readonly hint: string }): CiFinding {
  const { evaluation, source, prefix } = about;
  const { rule, severity, message, hint } = said;
  const line = source ? source.text.split(/\r?\n/).findIndex((text) => text.startsWith('messages:')) + 1 : 0;
  const place = source && { file: `${prefix}${source.path}`, line: line || 1, column: 1, endLine: line || 1, endColumn: 1 };
  return {
    gate: 'eval',
    rule,
    severity,
    message: `Suite ${suiteCalled(evaluation.suite)}: ${message}`,
    hint,
    subject: evaluation.prompt,
    ...(place && { place }),
  };
}

function scorerFigures({ scorer, gates, figures, comparison }: ScorerReport): CiEvaluation['scorers'][number] {
  const { mean } = figures;
  const paired = comparison?.statistics;
  return {
    scorer,
    gates,
    ...(mean && { score: mean.value }),
    ...(paired && {
      baseline: paired.baseline.value,
      delta: paired.delta.value,
      interval: [paired.delta.low, paired.delta.high] as [number, number],
    }),
  };
}

/** The cases that passed before and fail now, by their labels. */
function worseCases({ scorer, comparison }: ScorerReport): string[] {
  const worse = comparison?.newFailures ?? [];
  const shown = worse.slice(0, MOST_CASES).map(({ label, baseline, candidate }) => {
    const moved = baseline && candidate ? ` (${figureText(baseline.score)} → ${figureText(candidate.score)})` : '';
    return `${scorer}: fails now and passed before: ${label}${moved}`;
  });
  const rest = worse.length - shown.length;
  return rest > 0 ? [...shown, `${scorer}: and ${rest} more that passed before`] : shown;
}

import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Estimate, PairedStatistics, ScorerComparison } from '../../../evals/comparison/comparison.ts';
import { dollarText, figureText, percentText, pText, signedText } from '../../../evals/gate/figure-text.ts';
import type { CheckKind, GateCheck } from '../../../evals/gate/verdict.ts';
import type { EvalReport, ScorerReport } from '../../../evals/report/eval-report.ts';
import { nothingJudged } from '../../../evals/report/nothing-judged.ts';
import type { RunReport } from '../../../evals/report/run-report.ts';
import type { JudgeName } from '../../../evals/run.ts';
import { wrapText } from '../fit-text.ts';
import { table } from '../table.ts';
import { textWidth } from '../text-width.ts';
import { casesText } from './evaluation-cases.ts';
import { slicesText } from './slices-table.ts';

/**
 * Renders an evaluation for people: figures, the cases that changed, what the gate asked and saw, how to repeat it.
 *
 * As long for 300 failures as for ten, unless it is verbose. What comes from models and datasets is made safe to print.
 */
export function evaluationText(report: EvalReport, color: ChalkInstance, width: number, verbose = false): string {
  const blocks = [
    titleText(report, color),
    ...(report.outcome === 'invalid' ? [problemsText(report, color, width)] : [figuresText(report.scorers, color, width)]),
    ...casesText(report, color, { width, verbose }),
    ...slicesText(report.slices, color, width),
    ...gateText(report, color, width),
    runText(report, color),
    verdictText(report, color),
  ];
  return blocks.join('\n\n');
}

function titleText({ suite, prompt, candidate, baseline }: EvalReport, color: ChalkInstance): string {
  const against = baseline === null ? ', no baseline: only absolute bounds count' : ` against ${versionText(baseline)}`;
  const part = candidate.filter === undefined ? '' : ` (${printable(candidate.filter)})`;
  const size = `${counted(candidate.cases, 'case')}${part}${candidate.repeat > 1 ? ` × ${candidate.repeat}` : ''}`;
  const cell = candidate.cell === undefined ? '' : `, cell ${printable(candidate.cell)}`;
  return [
    `${color.bold(printable(suite))}  ${prompt}  ${color.dim(`${printable(candidate.model)}${cell}, ${size}`)}`,
    versionText(candidate) + color.dim(against),
  ].join('\n');
}

function versionText({ reference, promptDigest }: RunReport): string {
  return `${printable(reference)} ${shortDigest(promptDigest)}`;
}

function problemsText({ problems }: EvalReport, color: ChalkInstance, width: number): string {
  const lines = problems.flatMap(({ code, run, message }) => {
    const whose = run === 'baseline' && !code.startsWith('baseline-') ? 'Baseline: ' : '';
    const [first = '', ...more] = wrapText(whose + printable(message), width - 4);
    return [`  ${color.yellow('!')} ${first}`, ...more.map((line) => `    ${line}`), `    ${color.dim(code)}`];
  });
  return [color.bold('This run cannot be judged'), ...lines].join('\n');
}

/** With all intervals where they fit; a narrow terminal keeps only that of the difference, which decides. */
function figuresText(scorers: readonly ScorerReport[], color: ChalkInstance, width: number): string {
  const isCompared = scorers.some(({ comparison }) => comparison !== undefined);
  const titles = isCompared
    ? ['SCORER', 'MEAN', 'BASELINE', 'DELTA (95 %)', 'P (HOLM)', 'DETECTS', 'CASES']
    : ['SCORER', 'MEAN (95 %)', 'PASSED', 'FAILED'];
  const cells = isCompared ? comparedCells : plainCells;
  const render = (mean: MeanText) =>
    table([titles.map((title) => color.dim(title)), ...scorers.map((report) => [printable(report.scorer), ...cells(report, mean, color)])]);
  const full = render(estimateText);
  return full.split('\n').every((line) => textWidth(line) <= width) ? full : render((estimate) => figureText(estimate.value));
}

type MeanText = (estimate: Estimate) => string;

function plainCells({ figures, failures }: ScorerReport, mean: MeanText): string[] {
  const { mean: score, passRate } = figures;
  return [score ? mean(score) : '-', passRate ? percentText(passRate.value) : '-', String(failures.length)];
}

function comparedCells({ figures, comparison }: ScorerReport, mean: MeanText, color: ChalkInstance): string[] {
  if (comparison?.statistics === undefined) return [figures.mean ? mean(figures.mean) : '-', '-', '-', '-', '-', '-'];
  const { statistics, counts } = comparison;
  return [
    mean(statistics.candidate),
    mean(statistics.baseline),
    deltaText(statistics, color),
    pairedP(statistics),
    statistics.detectableDrop === undefined ? 'nothing' : figureText(statistics.detectableDrop),
    casesCell(counts, statistics.pairs),
  ];
}

/** How the pairs moved, then what could not be paired. */
function casesCell(counts: ScorerComparison['counts'], pairs: number): string {
  const named = (changes: readonly (readonly [number, string])[]) =>
    changes.filter(([amount]) => amount > 0).map((change) => change.join(' '));
  const moved = named([
    [counts.regressed, 'worse'],
    [counts.improved, 'better'],
  ]);
  const apart = named([
    [counts.new, 'new'],
    [counts.removed, 'removed'],
    [counts.errored, 'errored'],
  ]);
  return [`${moved.length > 0 ? moved.join(', ') : '0 changed'} of ${pairs}`, ...apart].join(', ');
}

function estimateText({ value, low, high }: Estimate): string {
  return `${figureText(value)} (${figureText(low)}…${figureText(high)})`;
}

function deltaText({ delta }: PairedStatistics, color: ChalkInstance): string {
  const text = `${signedText(delta.value)} (${signedText(delta.low)}…${signedText(delta.high)})`;
  if (delta.high < 0) return color.red(text);
  return delta.low > 0 ? color.green(text) : text;
}

/** Raw, and adjusted where the scorer gates together with others. */
function pairedP({ p, adjustedP }: PairedStatistics): string {
  return adjustedP === undefined ? pText(p) : `${pText(p)} (${pText(adjustedP)})`;
}

const CHECK_NAMES: Readonly<Record<CheckKind, string>> = {
  mean: 'mean ',
  'pass-rate': 'pass rate ',
  p50: 'p50 ',
  p95: 'p95 ',
  cost: 'cost ',
  'must-pass': '',
  regression: '',
  strict: '',
};

/** What the gate asked and saw, and what it could not be held to. */
function gateText({ checks, unjudged }: EvalReport, color: ChalkInstance, width: number): string[] {
  const rows = [
    ...checks.map((check) => ({ ...check, mark: markOf(check, color), asked: CHECK_NAMES[check.kind] + printable(check.asked) })),
    ...unjudged.map((rule) => ({ ...rule, mark: color.dim('-'), asked: printable(rule.asked) })),
  ];
  if (rows.length === 0) return [];
  const starts = table(rows.map(({ mark, scorer, tag, asked }) => [`  ${mark} ${aboutText(scorer, tag)}`, asked])).split('\n');
  const columns = Math.max(...starts.map((start) => textWidth(start)));
  const lines = rows.flatMap(({ reason }, index) => {
    const start = starts[index] ?? '';
    const text = printable(reason);
    if (columns + 2 + textWidth(text) <= width) return [`${start}${' '.repeat(columns - textWidth(start) + 2)}${color.dim(text)}`];
    return [start, ...wrapText(text, width - 6).map((line) => `      ${color.dim(line)}`)];
  });
  return [[color.bold('Gate'), ...lines].join('\n')];
}

function aboutText(scorer = 'run', tag?: string): string {
  return printable(tag === undefined ? scorer : `${scorer} on ${tag}`);
}

function markOf({ verdict, blocks }: GateCheck, color: ChalkInstance): string {
  if (verdict === 'pass') return color.green('✓');
  return verdict === 'fail' ? color.red('✗') : (blocks ? color.red : color.yellow)('?');
}

/** What it takes to trust and to repeat the run. */
function runText({ candidate, baseline, scorers: scored, command }: EvalReport, color: ChalkInstance): string {
  const { cost, latencyMs, usage } = candidate;
  const price = `${dollarText(cost.total)} (${costParts(candidate, baseline).join(', ')})`;
  const speed = latencyMs === undefined ? '' : `, p50 ${durationText(latencyMs.p50)}, p95 ${durationText(latencyMs.p95)}`;
  const scorers = scored.map(({ scorer, digest }) => `${printable(scorer)} ${shortDigest(digest)}`);
  const judges = scored.flatMap((report) =>
    report.judge ? [`${printable(report.scorer)} by ${judgeText(report.judge)}${orderText(report)}`] : [],
  );
  const rows = [
    ['cost', `${price}, ${percentText(candidate.cachedShare)} cached or recorded`],
    ['work', `${counted(usage.input, 'token')} in, ${counted(usage.output, 'token')} out${speed}`],
    ['suite', digestsText(candidate, baseline, 'suiteDigest')],
    ['dataset', digestsText(candidate, baseline, 'datasetDigest')],
    ['scorers', scorers.join(', ')],
    ...(judges.length > 0 ? [['judges', judges.join(', ')]] : []),
    ['seed', String(candidate.seed)],
    ['rerun', printable(command)],
  ];
  return table(rows.map(([name = '', text = '']) => [color.dim(name), text]));
}

function costParts({ cost }: RunReport, baseline: RunReport | null): string[] {
  const before = baseline?.cost.spent ?? 0;
  return [
    ...(cost.judging > 0 ? [`${dollarText(cost.judging)} of it judging`] : []),
    `${dollarText(cost.spent + before)} spent now${before > 0 ? ' with the baseline' : ''}`,
    ...(cost.unpriced > 0 ? [`${counted(cost.unpriced, 'answer')} of unknown price`] : []),
  ];
}

function orderText({ orderDecided }: ScorerReport): string {
  return orderDecided === undefined ? '' : ` (the order decided ${percentText(orderDecided)})`;
}

function judgeText({ prompt, promptDigest, model }: JudgeName): string {
  return `${prompt} ${shortDigest(promptDigest)} on ${printable(model)}`;
}

function digestsText(candidate: RunReport, baseline: RunReport | null, which: 'suiteDigest' | 'datasetDigest'): string {
  const own: Digest = candidate[which];
  if (baseline === null || baseline[which] === own) return shortDigest(own);
  return `${shortDigest(own)}, baseline ${shortDigest(baseline[which])}`;
}

function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${figureText(milliseconds / 1000)} s`;
}

function verdictText(report: EvalReport, color: ChalkInstance): string {
  const { filter } = report.candidate;
  const part = filter === undefined ? '' : color.yellow(`  on some of the cases only (${printable(filter)})`);
  return wholeVerdictText(report, color) + part;
}

function wholeVerdictText({ outcome, checks, unjudged }: EvalReport, color: ChalkInstance): string {
  if (outcome === 'invalid') return `${color.yellow.bold('! INVALID')}  this run says nothing about quality`;
  if (outcome === 'unjudged') return `${color.yellow.bold('– NOT JUDGED')}  ${nothingJudged(unjudged)}`;
  if (checks.length === 0) return `${color.green.bold('✓ DONE')}  the suite has no gate`;
  const blocking = checks.filter(({ blocks }) => blocks).length;
  if (outcome === 'failed') return `${color.red.bold('✗ FAILED')}  ${blocking} of ${counted(checks.length, 'check')}`;
  const open = checks.filter(({ verdict }) => verdict === 'inconclusive').length;
  return `${color.green.bold('✓ PASSED')}  ${counted(checks.length, 'check')}${open > 0 ? color.yellow(`, ${open} inconclusive`) : ''}${unjudged.length > 0 ? color.yellow(`, ${unjudged.length} not judged`) : ''}`;
}

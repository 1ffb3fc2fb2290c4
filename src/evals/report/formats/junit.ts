import { element, escaped } from '../../../base/report/xml.ts';
import { figureText } from '../../gate/figure-text.ts';
import type { GateCheck } from '../../gate/verdict.ts';
import type { CaseResult, JudgeName, ScoreResult } from '../../run.ts';
import { quoted } from '../../scorer/scorer.ts';
import { blamedScorers } from '../blamed-scorers.ts';
import type { CaseRecord, ReportedEvaluation } from '../case-record.ts';
import type { EvalReport } from '../eval-report.ts';

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly kind: Kind;
  readonly xml: string;
  readonly seconds: number;
}

/**
 * JUnit XML: a suite for each evaluation, in it a case for each thing that the gate asked, and one for each case and scorer.
 *
 * Red when the gate is: a case that fails is a failure where its scorer made the gate fail, and else skipped with the reason.
 * What kept a run from being judged, and answers that could not be had or scored, are errors.
 */
export async function junitReport(evaluations: readonly ReportedEvaluation[]): Promise<string> {
  const suites: (readonly TestCase[])[] = [];
  const elements: string[] = [];
  for (const evaluation of evaluations) {
    const cases = await testCases(evaluation);
    suites.push(cases);
    elements.push(suiteElement(evaluation, cases));
  }
  const all = { name: 'promptlane eval', ...counts(suites.flat()) };
  return ['<?xml version="1.0" encoding="UTF-8"?>', element('testsuites', all, elements), ''].join('\n');
}

function suiteElement({ report }: ReportedEvaluation, cases: readonly TestCase[]): string {
  const { candidate, baseline, scorers, command } = report;
  const { cell, filter, cost } = candidate;
  const facts: Readonly<Record<string, string | number>> = {
    outcome: report.outcome,
    prompt: candidate.promptDigest,
    ...(baseline !== null && { baseline: baseline.promptDigest }),
    suite: candidate.suiteDigest,
    dataset: candidate.datasetDigest,
    ...Object.fromEntries(Object.entries(candidate.scorerDigests).map(([scorer, digest]) => [`scorer ${scorer}`, digest])),
    ...Object.fromEntries(scorers.flatMap(({ scorer, judge }) => (judge ? [[`judge ${scorer}`, judgeText(judge)]] : []))),
    model: candidate.model,
    ...(cell !== undefined && { cell }),
    ...(filter !== undefined && { 'some cases only': filter }),
    'cost in dollars': figureText(cost.total),
    'judging in dollars': figureText(cost.judging),
    seed: candidate.seed,
    repeat: candidate.repeat,
    command,
  };
  const properties = Object.entries(facts).map(([name, value]) => element('property', { name, value }, []));
  return element('testsuite', { name: nameOf(report), ...counts(cases) }, [
    element('properties', {}, properties),
    ...cases.map(({ xml }) => xml),
  ]);
}

function judgeText({ prompt, promptDigest, model }: JudgeName): string {
  return `${prompt} ${promptDigest} on ${model}`;
}

/** Two cells of a matrix may ask one model. */
function nameOf({ suite, prompt, candidate: { model, cell } }: EvalReport): string {
  return `${suite}: ${prompt} on ${cell === undefined || cell === model ? model : `${model} (${cell})`}`;
}

async function testCases(evaluation: ReportedEvaluation): Promise<TestCase[]> {
  const { report, records, prefix, file } = evaluation;
  const place = file === undefined ? {} : { file: `${prefix}${file}` };
  const classname = `eval.${report.suite}.${report.prompt}`;
  const problems = report.problems.map(({ code, run, message }) => {
    const where = { classname: `${classname}.integrity`, name: `${run}: ${code}`, ...place, time: 0 };
    return testCase('error', where, message, code);
  });
  const gate = { classname: `${classname}.gate`, ...place };
  const cases = [
    ...problems,
    ...report.checks.map((check) => checkCase(check, gate)),
    ...report.unjudged.map(({ scorer, tag, asked, reason }) =>
      testCase('skipped', { ...gate, name: `${aboutText(scorer, tag)} ${asked}`, time: 0 }, reason, 'gate-unjudged'),
    ),
  ];
  const blamed = blamedScorers(report);
  for await (const record of records()) {
    if (record.isRemoved) continue;
    for (const { scorer } of report.scorers) cases.push(scoreCase(record, scorer, blamed, classname, prefix));
  }
  return cases;
}

function aboutText(scorer = 'run', tag?: string): string {
  return tag === undefined ? scorer : `${scorer} on ${tag}`;
}

function checkCase({ scorer, tag, kind, asked, verdict, blocks, reason }: GateCheck, place: Readonly<Record<string, string>>): TestCase {
  const shown = verdict === 'pass' ? 'passed' : blocks ? 'failure' : 'skipped';
  return testCase(shown, { ...place, name: `${aboutText(scorer, tag)} ${kind} ${asked}`, time: 0 }, reason, `gate-${kind}`);
}

function scoreCase(
  { case: { label, id, where }, candidate }: CaseRecord,
  scorer: string,
  blamed: ReadonlySet<string>,
  classname: string,
  prefix: string,
): TestCase {
  const time = (candidate[0]?.answer?.latencyMs ?? 0) / 1000;
  const row = where && { file: `${prefix}${where.file}`, line: where.line };
  const place = { classname: `${classname}.${scorer}`, name: `${label} [${id}]`, ...row, time };
  const broken = candidate.find((result) => errorOf(result, scorer) !== undefined);
  if (candidate.length === 0) return testCase('error', place, 'The case was not run.', 'results-missing');
  if (broken) return testCase('error', place, errorOf(broken, scorer) ?? '', broken.error?.code ?? 'scorer-error');
  const failing = candidate.find((result) => !passes(scoreOf(result, scorer)));
  if (!failing) return testCase('passed', place, '', '');
  const score = scoreOf(failing, scorer);
  const reason = (score && 'reason' in score ? score.reason : undefined) ?? 'does not pass';
  const answer = failing.answer === undefined ? '' : `\n\nAnswer: ${quoted(failing.answer.text, 400)}`;
  return testCase(blamed.has(scorer) ? 'failure' : 'skipped', place, reason, scorer, answer);
}

function scoreOf({ scores }: CaseResult, scorer: string): ScoreResult | undefined {
  return scores.find((score) => score.scorer === scorer);
}

function errorOf(result: CaseResult, scorer: string): string | undefined {
  if (result.error) return result.error.message;
  const score = scoreOf(result, scorer);
  if (score === undefined) return 'The scorer gave no result.';
  return 'error' in score ? score.error : undefined;
}

function passes(score: ScoreResult | undefined): boolean {
  return score !== undefined && 'pass' in score && score.pass;
}

function testCase(
  kind: Kind,
  attributes: Readonly<Record<string, string | number>> & { readonly time: number },
  message: string,
  type: string,
  more = '',
): TestCase {
  const inner = {
    passed: () => [],
    skipped: () => [element('skipped', { message }, [])],
    failure: () => [element('failure', { type, message }, [escaped(message + more)])],
    error: () => [element('error', { type, message }, [escaped(message + more)])],
  }[kind]();
  return { kind, xml: element('testcase', attributes, inner), seconds: attributes.time };
}

function counts(cases: readonly TestCase[]) {
  const count = (kind: Kind) => cases.filter((one) => one.kind === kind).length;
  const time = Number(cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3));
  return { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped'), time };
}

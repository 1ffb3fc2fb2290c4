import { sha256Hex } from '../../../../base/digest.ts';
import { printable } from '../../../../base/text/printable.ts';
import type { ReportedEvaluation } from '../../case-record.ts';
import type { EvalReport } from '../../eval-report.ts';
import type { RunReport } from '../../run-report.ts';
import { caseTexts, isWorthReading, pageCase } from './page-case.ts';
import type { PageReport, PageRun } from './page-data.ts';

/** The page that shows the data: built from `src/web/eval-report`. */
export interface ReportPage {
  readonly script: string;
  readonly style: string;
}

export interface HtmlReportRequest {
  readonly evaluations: readonly ReportedEvaluation[];
  readonly page: ReportPage;
  /** Of Promptlane. */
  readonly version: string;
  /** Most characters of data; what does not fit is counted, and the page says so. */
  readonly most?: number;
}

/** A browser reads as much in a second or two, and a mail or a CI artefact takes it. */
const MOST = 40_000_000;

/** What cases may take whose texts nobody looks at first: the rest is kept for those that moved or fail. */
const PLAIN_SHARE = 0.5;

/**
 * Evaluations as one page of HTML, in chunks: it needs no network and no other file, and opens from a disk.
 *
 * The data stand in it as JSON that no text can end; a policy allows this script and this style by their hashes and nothing
 * else, so that not even a mistake of the page could run what a model answered, or send it anywhere.
 */
export async function* htmlReport({ evaluations, page, version, most = MOST }: HtmlReportRequest): AsyncGenerator<string> {
  const worst = (['failed', 'invalid', 'unjudged', 'passed'] as const).find((outcome) =>
    evaluations.some(({ report }) => report.outcome === outcome),
  );
  yield head(page, titleOf(evaluations, worst ?? 'passed'));
  yield `<script type="application/json" id="tool">${inScript(JSON.stringify({ version }))}</script>\n`;
  const budget = { left: most };
  for (const evaluation of evaluations) yield* evaluationData(evaluation, budget, most);
  yield `<script>${page.script}</script>\n</body>\n</html>\n`;
}

/** The page first paints when all of it is read: what stands before says that it is coming, or why it is not. */
function head({ script, style }: ReportPage, title: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashSource(script)}'`,
    `style-src '${hashSource(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${inHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main id="report"><noscript>This report is shown by a script that stands in this file. It asks no server for anything.</noscript></main>
`;
}

function titleOf(evaluations: readonly ReportedEvaluation[], worst: EvalReport['outcome']): string {
  const [first, ...others] = evaluations;
  if (first === undefined) return 'Promptlane evals';
  const rest = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${worst}: ${first.report.suite} on ${first.report.prompt}${rest}`;
}

async function* evaluationData(evaluation: ReportedEvaluation, budget: { left: number }, most: number): AsyncGenerator<string> {
  const { report, records } = evaluation;
  const leftOut = { texts: 0, cases: 0 };
  yield `<script type="application/json" class="evaluation">{"report":${inScript(JSON.stringify(pageReport(report)))},"cases":[`;
  let separator = '\n';
  for await (const record of records()) {
    const row = pageCase(record, evaluation);
    const bare = inScript(JSON.stringify(row));
    const whole = inScript(JSON.stringify({ ...row, texts: caseTexts(record, report) }));
    const floor = isWorthReading(row) ? 0 : most * (1 - PLAIN_SHARE);
    const isWhole = budget.left - whole.length >= floor;
    if (!isWhole && budget.left < bare.length) {
      leftOut.cases += 1;
      continue;
    }
    if (!isWhole) leftOut.texts += 1;
    const text = isWhole ? whole : bare;
    budget.left -= text.length;
    yield separator + text;
    separator = ',\n';
  }
  yield `\n],"leftOut":${JSON.stringify(leftOut)}}</script>\n`;
}

function pageReport(report: EvalReport): PageReport {
  return {
    ...report,
    candidate: pageRun(report.candidate),
    baseline: report.baseline && pageRun(report.baseline),
    scorers: report.scorers.map(({ failures, comparison, ...scorer }) => ({
      ...scorer,
      failures: failures.length,
      ...(comparison && {
        comparison: {
          counts: comparison.counts,
          ...(comparison.statistics && { statistics: comparison.statistics }),
          newFailures: comparison.newFailures.length,
          newPasses: comparison.newPasses.length,
        },
      }),
    })),
  };
}

function pageRun({ errors, ...run }: RunReport): PageRun {
  return { ...run, errors: errors.length };
}

/** How a policy names an inline script or style. */
function hashSource(text: string): string {
  const bytes = sha256Hex(text).match(/../g) ?? [];
  return `sha256-${btoa(String.fromCharCode(...bytes.map((byte) => Number.parseInt(byte, 16))))}`;
}

/** JSON within a script element: without `<` no text can end the element or begin a comment, and none commands a terminal. */
function inScript(json: string): string {
  return json.replace(
    /[<>&\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function inHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

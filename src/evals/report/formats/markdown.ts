import { shortDigest } from '../../../base/digest.ts';
import { fitSections, type Section } from '../../../base/report/markdown/fit-sections.ts';
import { code, codeCell, prose } from '../../../base/report/markdown/markdown-text.ts';
import { counted } from '../../../base/text/counted.ts';
import type { Estimate } from '../../comparison/comparison.ts';
import { dollarText, figureText, percentText, pText, signedText } from '../../gate/figure-text.ts';
import type { EvalReport, ScorerReport } from '../eval-report.ts';
import { nothingJudged } from '../nothing-judged.ts';
import { outcomesText } from '../outcomes-text.ts';
import type { RunReport } from '../run-report.ts';
import { matrixSections } from './markdown-matrix.ts';

const OUTCOMES = { passed: '✅', failed: '❌', invalid: '❔', unjudged: '⚠️' } as const;
const VERDICTS = { pass: '✅', fail: '❌', inconclusive: '⚠️' } as const;

/** GitHub takes 65,536 characters in a comment. */
const COMMENT_BYTES = 60_000;
const MOST_SLICES = 10;
/** Tables of matrices take at most so much of a comment: what failed comes after them. */
const MATRIX_SHARE = 4;

/**
 * Evaluations as Markdown for a comment or a job's summary: verdict, gate, figures, what got worse, how to repeat it.
 *
 * Never longer than a comment may be, the most important first. Texts of models and datasets are shown as they are: none can
 * make a link, an image, a mention, HTML or a command, or end its cell.
 */
export function markdownReport(reports: readonly EvalReport[], version: string, bytes = COMMENT_BYTES): string {
  const foot = `\n<sub>promptlane ${prose(version)}</sub>`;
  const ordered = [...reports].sort((left, right) => IMPORTANCE[left.outcome] - IMPORTANCE[right.outcome]);
  const overview = reports.length > 1 ? `${overviewText(ordered)}${fitSections(matrixSections(reports), bytes / MATRIX_SHARE)}\n` : '';
  let left = bytes - bytesOf(overview) - bytesOf(foot) - LEFT_OUT_BYTES;
  const parts: string[] = [];
  for (const [index, report] of ordered.entries()) {
    const title = titleText(report);
    if (left < bytesOf(title)) {
      parts.push(`\n… and ${counted(ordered.length - index, 'evaluation')} more in the other reports.\n`);
      break;
    }
    // A failed evaluation may take half of what is left, so that none pushes all others out.
    const share = index === ordered.length - 1 ? left : Math.max(left / 2, left / (ordered.length - index));
    const part = title + fitSections(sectionsOf(report), Math.floor(share) - bytesOf(title));
    parts.push(part);
    left -= bytesOf(part);
  }
  return `${overview}${parts.join('\n')}${foot}`;
}

const IMPORTANCE = { failed: 0, invalid: 1, unjudged: 2, passed: 3 } as const;
const LEFT_OUT_BYTES = 80;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

function overviewText(reports: readonly EvalReport[]): string {
  const worst = reports[0]?.outcome ?? 'passed';
  return `## ${OUTCOMES[worst]} ${outcomesText(reports)}\n`;
}

/** Which model was asked, in which cell of a matrix, and how much. */
function askedText({ model, cell, cases, repeat, filter }: RunReport): string {
  const size = `${counted(cases, 'case')}${repeat > 1 ? ` × ${repeat}` : ''}`;
  const part = filter === undefined ? '' : `, **some of the cases only** (${prose(filter)})`;
  return `${code(model)}${cell === undefined ? '' : `, cell ${code(cell)}`}, ${size}${part}`;
}

const SAID = {
  passed: 'passed',
  failed: 'failed',
  invalid: 'cannot be judged',
  unjudged: 'was run, and its gate judged nothing',
} as const;

function titleText(report: EvalReport): string {
  const { suite, prompt, outcome, candidate, baseline } = report;
  const against = baseline === null ? 'no baseline' : `against ${versionText(baseline)}`;
  return [
    `### ${OUTCOMES[outcome]} ${code(suite)} on ${code(prompt)} ${SAID[outcome]}`,
    '',
    `${versionText(candidate)} ${against}, ${askedText(candidate)}.`,
    '',
  ].join('\n');
}

function versionText({ reference, promptDigest }: RunReport): string {
  return `${code(reference)} ${code(shortDigest(promptDigest))}`;
}

function sectionsOf(report: EvalReport): Section[] {
  const { problems, candidate, baseline } = report;
  const quality =
    report.outcome === 'invalid' ? [] : [gateSection(report), scorerSection(report), ...worseSections(report), sliceSection(report)];
  return [
    {
      head: '**This run says nothing about quality**\n',
      items: problems.map(({ code: id, message }) => `- ❔ ${code(id)} ${prose(message)}`),
    },
    ...quality,
    errorSection('Errors', candidate),
    ...(baseline === null ? [] : [errorSection('Errors of the baseline', baseline)]),
    provenanceSection(report),
  ];
}

function gateSection(report: EvalReport): Section {
  const { outcome, checks, unjudged } = report;
  const nothing = outcome === 'unjudged' ? `⚠️ ${nothingJudged(unjudged)}.\n\n` : '';
  return {
    head: `${nothing}| | gate | asked | |\n|---|---|---|---|`,
    items: [
      ...checks.map(({ scorer, tag, kind, asked, verdict, blocks, reason }) => {
        const mark = verdict === 'inconclusive' && blocks ? VERDICTS.fail : VERDICTS[verdict];
        return `| ${mark} | ${aboutCell(scorer, tag)} | ${kind} ${codeCell(asked)} | ${prose(reason)} |`;
      }),
      ...unjudged.map(({ scorer, tag, asked, reason }) => `| ➖ | ${aboutCell(scorer, tag)} | ${codeCell(asked)} | ${prose(reason)} |`),
    ],
  };
}

function aboutCell(scorer = 'run', tag?: string): string {
  return tag === undefined ? codeCell(scorer) : `${codeCell(scorer)} on ${codeCell(tag)}`;
}

/** The tags whose cases got worse, the likeliest first: for reading. */
function sliceSection({ slices }: EvalReport): Section {
  const worse = slices.filter(({ counts }) => counts.regressed > 0).slice(0, MOST_SLICES);
  return {
    head: `<details><summary>Worse by tag (${worse.length})</summary>\n\n| tag | scorer | delta (95 %) | worse | better |\n|---|---|---|---|---|`,
    items: worse.map(({ tag, scorer, counts, statistics }) => {
      const delta = statistics ? deltaText(statistics.delta) : '';
      return `| ${codeCell(tag)} | ${codeCell(scorer)} | ${delta} | ${counts.regressed} | ${counts.improved} |`;
    }),
    foot: '</details>',
  };
}

function deltaText({ value, low, high }: Estimate): string {
  return `${signedText(value)} (${signedText(low)}…${signedText(high)})`;
}

function scorerSection({ scorers, baseline }: EvalReport): Section {
  const head =
    baseline === null
      ? ['| scorer | score (95 %) | passed | failed |', '|---|---|---|---|']
      : ['| scorer | score | baseline | delta (95 %) | p (Holm) | worse | better |', '|---|---|---|---|---|---|---|'];
  return { head: head.join('\n'), items: scorers.map(baseline === null ? plainRow : comparedRow) };
}

function plainRow({ scorer, gates, figures, failures }: ScorerReport): string {
  const { mean, passRate } = figures;
  return `| ${named(scorer, gates)} | ${mean ? estimateText(mean) : ''} | ${passRate ? percentText(passRate.value) : ''} | ${failures.length} |`;
}

function comparedRow({ scorer, gates, figures, comparison }: ScorerReport): string {
  const { statistics, counts } = comparison ?? {};
  if (statistics === undefined) return `| ${named(scorer, gates)} | ${figures.mean ? figureText(figures.mean.value) : ''} | | | | | |`;
  const { candidate, baseline, delta, p, adjustedP } = statistics;
  const cells = [
    figureText(candidate.value),
    figureText(baseline.value),
    deltaText(delta),
    (adjustedP === undefined ? pText(p) : `${pText(p)} (${pText(adjustedP)})`).replaceAll('<', '\\<'),
    counts?.regressed ?? 0,
    counts?.improved ?? 0,
  ];
  return `| ${named(scorer, gates)} | ${cells.join(' | ')} |`;
}

function named(scorer: string, gates: boolean): string {
  return `${codeCell(scorer)}${gates ? '' : ' (shown only)'}`;
}

function estimateText({ value, low, high }: Estimate): string {
  return `${figureText(value)} (${figureText(low)}…${figureText(high)})`;
}

function worseSections({ scorers, baseline }: EvalReport): Section[] {
  if (baseline === null) {
    const items = scorers.flatMap(({ scorer, failures }) => failures.map((failure) => caseItem(scorer, failure)));
    return [{ head: `**Failures (${items.length})**\n`, items }];
  }
  const listed = (which: 'newFailures' | 'newPasses') =>
    scorers.flatMap(({ scorer, comparison }) =>
      (comparison?.[which] ?? []).map(({ label, candidate }) => caseItem(scorer, { label, reason: candidate?.reason })),
    );
  const failures = listed('newFailures');
  const passes = listed('newPasses');
  return [
    { head: `**New failures (${failures.length})**\n`, items: failures },
    { head: `<details><summary>New passes (${passes.length})</summary>\n`, items: passes, foot: '</details>' },
  ];
}

function caseItem(scorer: string, { label, reason }: { readonly label: string; readonly reason?: string | undefined }): string {
  return `- ${code(scorer)} ${prose(label)}${reason === undefined ? '' : ` · ${prose(reason)}`}`;
}

function errorSection(title: string, { errors }: RunReport): Section {
  return {
    head: `**${title} (${errors.length})**\n`,
    items: errors.map(({ scorer = 'model', label, message }) => caseItem(scorer, { label, reason: message })),
  };
}

function provenanceSection({ candidate, baseline, scorers, command }: EvalReport): Section {
  const { cost, latencyMs } = candidate;
  const spent = cost.spent + (baseline?.cost.spent ?? 0);
  const speed = latencyMs === undefined ? '' : `, p50 ${Math.round(latencyMs.p50)} ms, p95 ${Math.round(latencyMs.p95)} ms`;
  const digests = [
    ['suite', candidate.suiteDigest],
    ['dataset', candidate.datasetDigest],
    ...scorers.map(({ scorer, digest }) => [`scorer ${scorer}`, digest] as const),
  ] as const;
  const judging = cost.judging > 0 ? `${dollarText(cost.judging)} of it judging, ` : '';
  return {
    head: '<details><summary>How to repeat it</summary>\n',
    items: [
      `- ${code(command)}`,
      `- ${dollarText(cost.total)} (${judging}${dollarText(spent)} spent now${spent > cost.spent ? ' with the baseline' : ''}, ${percentText(candidate.cachedShare)} cached or recorded)${speed}`,
      `- seed ${candidate.seed}, ${counted(candidate.repeat, 'repeat')}`,
      ...scorers.flatMap(({ scorer, judge }) =>
        judge
          ? [`- ${prose(scorer)} is judged by ${code(judge.prompt)} ${code(shortDigest(judge.promptDigest))} on ${code(judge.model)}`]
          : [],
      ),
      ...digests.map(([name, digest]) => `- ${prose(name)} ${code(shortDigest(digest))}`),
    ],
    foot: '</details>',
  };
}

import type { Section } from '../../../base/report/markdown/fit-sections.ts';
import { code, codeCell, fileLink, prose } from '../../../base/report/markdown/markdown-text.ts';
import { counted } from '../../../base/text/counted.ts';
import { figureText, signedText } from '../../../evals/gate/figure-text.ts';
import { groupedRefusals, type RefusalGroup } from '../../../release/grouped-refusals.ts';
import type { CiDocument, CiFinding } from './ci-document.ts';
import { groupedFindings } from './grouped-findings.ts';

const SEVERITIES = { error: '❌', warning: '⚠️', info: 'ℹ️' } as const;

/** What breaks callers, and all other findings; what is accepted or only told is left to the report. */
export function findingSections({ findings }: CiDocument, files: string): readonly [Section, Section] {
  const open = findings.filter(({ accepted, severity }) => accepted === undefined && severity !== 'info');
  const breaking = open.filter(({ gate }) => gate === 'breaking');
  const others = open.filter(({ gate }) => gate !== 'breaking');
  return [
    { head: `### Breaking changes and warnings (${breaking.length})\n`, items: findingItems(breaking, files) },
    { head: `### Other findings (${others.length})\n`, items: findingItems(others, files) },
  ];
}

/** Up to this many findings are shown one by one; more are told by rule, so that each rule is seen. */
const FEW = 20;
const MOST_PLACES = 5;

function findingItems(findings: readonly CiFinding[], files: string): string[] {
  if (findings.length <= FEW) return findings.map((finding) => findingItem(finding, files));
  return groupedFindings(findings).map(({ severity, rule, findings: alike }) => {
    const [first, ...others] = alike;
    if (others.length === 0) return findingItem(first, files);
    const says = first.gate === 'breaking' ? code(rule) : `${first.gate} ${code(rule)}`;
    const shown = alike.slice(0, MOST_PLACES).map((one) => `  - ${prose(one.message)}${aboutText(one, files)}`);
    const rest = alike.length - shown.length;
    return [
      `- ${SEVERITIES[severity]} ${says} × ${alike.length}${first.hint === undefined ? '' : `: ${prose(first.hint)}`}`,
      ...shown,
      ...(rest > 0 ? [`  - and ${rest} more`] : []),
    ].join('\n');
  });
}

function aboutText({ subject, place }: CiFinding, files: string): string {
  const about = [...(subject === undefined ? [] : [code(subject)]), ...(place === undefined ? [] : [fileLink(place, files)])];
  return about.length > 0 ? ` (${about.join(', ')})` : '';
}

function findingItem(finding: CiFinding, files: string): string {
  const { severity, gate, rule, message, hint } = finding;
  const says = gate === 'breaking' ? code(rule) : `${gate} ${code(rule)}`;
  return `- ${SEVERITIES[severity]} ${says} ${prose(message)}${aboutText(finding, files)}${hint === undefined ? '' : `  \n  ${prose(hint)}`}`;
}

const SIGNS = { added: 'is new', removed: 'is gone', changed: 'changed', renamed: 'has another id' } as const;
const MOST_LINES = 8;

/** Which prompts mean something else, and what. */
export function changedSection({ changed }: CiDocument): Section {
  return {
    head: `### ${counted(changed.length, 'prompt')} changed\n`,
    items: changed.map(({ prompt, change, changes }) => [`- ${code(prompt)} ${SIGNS[change]}`, ...lines(changes)].join('\n')),
  };
}

function lines(changes: readonly string[]): string[] {
  const rest = changes.length - MOST_LINES;
  return [...changes.slice(0, MOST_LINES).map((line) => `  - ${prose(line)}`), ...(rest > 0 ? [`  - and ${rest} more`] : [])];
}

/** Every evaluation with its figures, one row for each scorer. */
export function evaluationSection({ evaluations }: CiDocument): Section {
  return {
    head: [
      `### Evals (${evaluations.length})`,
      '',
      '| | suite | prompt | scorer | score | baseline | delta (95 %) |',
      '|---|---|---|---|---|---|---|',
    ].join('\n'),
    items: evaluations.flatMap(evaluationRows),
  };
}

const OUTCOMES = { passed: '✅', failed: '❌', invalid: '❔', unjudged: '⚠️' } as const;

function evaluationRows({ suite, prompt, outcome, scorers, problems }: CiDocument['evaluations'][number]): string[] {
  const start = `| ${OUTCOMES[outcome]} | ${codeCell(suite)} | ${codeCell(prompt)} |`;
  const figures = scorers.map(({ scorer, gates, score, baseline, delta, interval }) => {
    const cells = [
      `${codeCell(scorer)}${gates ? '' : ' (shown only)'}`,
      figure(score),
      figure(baseline),
      delta === undefined
        ? ''
        : `${signedText(delta)}${interval === undefined ? '' : ` (${signedText(interval[0])}…${signedText(interval[1])})`}`,
    ];
    return `${start} ${cells.join(' | ')} |`;
  });
  const said = problems.slice(0, MOST_LINES).map((problem) => `${start} ${prose(problem)} | | | |`);
  return figures.length + said.length > 0 ? [...figures, ...said] : [`${start} | | | |`];
}

function figure(value: number | undefined): string {
  return value === undefined ? '' : figureText(value);
}

/** What each environment would serve otherwise, and what refuses it. */
export function planSections({ plans }: CiDocument): Section[] {
  return plans.map(({ environment, moves, refusals }) => ({
    head: `### ${code(environment)}: ${counted(moves.length, 'pin moves', 'pins move')}\n`,
    items: [
      ...groupedRefusals(refusals).map(refusalItem),
      ...moves.map(({ prompt, from, to, changes }) =>
        [`- ${code(prompt)} ${digest(from, 'new')} → ${digest(to, 'removed')}`, ...lines(changes)].join('\n'),
      ),
    ],
  }));
}

/** Refusals of one code, and each way to satisfy them once. */
function refusalItem({
  code: refusal,
  refusals: [first, ...others],
  satisfy,
}: RefusalGroup<CiDocument['plans'][number]['refusals'][number]>): string {
  const ways = lines(satisfy);
  if (others.length === 0) return `- ❌ ${code(refusal)} ${prose(first.message)}  \n  ${prose(first.satisfy)}`;
  return [
    `- ❌ ${code(refusal)} × ${others.length + 1}`,
    ...lines([first, ...others].map(({ message }) => message)),
    '  - To satisfy:',
    ...ways.map((way) => `  ${way}`),
  ].join('\n');
}

function digest(text: string | undefined, absent: string): string {
  return text === undefined ? absent : code(text.replace(/^sha256:/, '').slice(0, 12));
}

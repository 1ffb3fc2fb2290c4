import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { CiDocument } from '../../../workflows/ci/document/ci-document.ts';
import { jsonDocument } from '../../json.ts';
import { evaluationsText } from './ci-evaluations.ts';
import { findingsText } from './ci-findings.ts';

/** Where whoever reads a cut text finds the rest. */
export interface CiTextOptions {
  readonly color: ChalkInstance;
  /** A file that holds everything; absent when none was asked for. */
  readonly file?: string;
}

const MOST_PROMPTS = 20;
const MOST_LINES = 3;

/** Renders a CI run for people: gates, what changed, findings with the worst first, the verdict last. As long for 300 findings as for 30. */
export function ciText(document: CiDocument, { color, file }: CiTextOptions): string {
  const blocks = [
    titleText(document, color),
    gatesText(document, color),
    changedText(document, color),
    evaluationsText(document.evaluations, color),
    ...document.gates.map(({ gate }) =>
      findingsText(
        gate,
        document.findings.filter((finding) => finding.gate === gate),
        color,
      ),
    ),
    verdictText(document, color, file),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function ciJson({ schema, ...document }: CiDocument): string {
  return jsonDocument(schema, document);
}

function titleText({ against, commit, restrictedBecause }: CiDocument, color: ChalkInstance): string {
  const judged = commit === undefined ? 'The working tree' : `Commit ${printable(commit.slice(0, 12) + commit.slice(40))}`;
  const title = `${judged}, compared with ${printable(against)}`;
  if (restrictedBecause === undefined) return title;
  return `${title}\n${color.yellow('restricted')} ${printable(restrictedBecause)}: offline checks and recorded answers only.`;
}

function gatesText({ gates }: CiDocument, color: ChalkInstance): string {
  const width = Math.max(...gates.map(({ gate }) => gate.length));
  return gates
    .map(({ gate, status, summary, advisory }) => {
      const aside = advisory === undefined ? '' : color.dim(' (left out of the verdict)');
      return `  ${markOf(status, color)} ${gate.padEnd(width)}  ${printable(summary)}${aside}`;
    })
    .join('\n');
}

function markOf(status: CiDocument['gates'][number]['status'], color: ChalkInstance): string {
  switch (status) {
    case 'passed':
      return color.green('✓');
    case 'failed':
      return color.red('✗');
    case 'trouble':
      return color.red('?');
    case 'warned':
      return color.yellow('!');
    default:
      return color.dim('-');
  }
}

const SIGNS = { added: '+', removed: '-', changed: '~', renamed: '→' } as const;

function changedText({ changed }: CiDocument, color: ChalkInstance): string {
  if (changed.length === 0) return '';
  const blocks = changed.slice(0, MOST_PROMPTS).map(({ prompt, change, changes }) => {
    const rest = changes.length - MOST_LINES;
    const lines = [...changes.slice(0, MOST_LINES), ...(rest > 0 ? [`and ${rest} more`] : [])];
    return [`  ${SIGNS[change]} ${printable(prompt)} ${color.dim(change)}`, ...lines.map((line) => `      ${color.dim(printable(line))}`)];
  });
  const rest = changed.length - MOST_PROMPTS;
  const more = rest > 0 ? [color.dim(`  … and ${counted(rest, 'more prompt')}`)] : [];
  return [color.bold(`${counted(changed.length, 'prompt')} changed`), ...blocks.flat(), ...more].join('\n');
}

function verdictText({ verdict, summary, findings, unlisted }: CiDocument, color: ChalkInstance, file: string | undefined): string {
  const mark = verdict === 'passed' ? color.green('✓') : color.red(verdict === 'failed' ? '✗' : '?');
  const total = findings.length + unlisted;
  const where = total === 0 ? '' : color.dim(` ${counted(total, 'finding')}; ${whereAll(file)}`);
  return `${mark} ${printable(summary)}${where}`;
}

function whereAll(file: string | undefined): string {
  return file === undefined ? 'all of them with `--json` or `--report-json FILE`.' : `all of them in ${printable(file)}.`;
}

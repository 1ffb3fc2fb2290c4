import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import type { ResultError } from '../../../evals/report/run-report.ts';
import { cutText } from '../fit-text.ts';
import { textWidth } from '../text-width.ts';

/** Cases shown per list: a report of 300 failures is read like one of three. The rest is in `--json`. */
const SHOWN = 10;
const LABEL_COLUMNS = 40;

/** One line of a list of cases, not yet made safe to print. */
interface CaseLine {
  readonly scorer: string;
  readonly label: string;
  readonly note: string;
}

interface CaseList {
  readonly title: string;
  readonly mark: string;
  readonly lines: readonly CaseLine[];
}

/** Renders the cases that a person wants to see: what broke, what was mended, what could not be scored. */
export function casesText(report: EvalReport, color: ChalkInstance, width: number): string[] {
  const lists = [...(report.outcome === 'invalid' ? [] : qualityLists(report, color)), ...errorLists(report, color)];
  return lists.filter(({ lines }) => lines.length > 0).map((list) => listText(list, color, width));
}

function qualityLists({ scorers, baseline }: EvalReport, color: ChalkInstance): CaseList[] {
  if (baseline === null) {
    const lines = scorers.flatMap(({ scorer, failures }) => failures.map(({ label, reason = '' }) => ({ scorer, label, note: reason })));
    return [{ title: 'Failures', mark: color.red('✗'), lines }];
  }
  const lines = (which: 'newFailures' | 'newPasses') =>
    scorers.flatMap(({ scorer, comparison }) =>
      (comparison?.[which] ?? []).map(({ label, candidate }) => ({ scorer, label, note: candidate?.reason ?? '' })),
    );
  return [
    { title: 'New failures', mark: color.red('✗'), lines: lines('newFailures') },
    { title: 'New passes', mark: color.green('✓'), lines: lines('newPasses') },
  ];
}

function errorLists({ candidate, baseline }: EvalReport, color: ChalkInstance): CaseList[] {
  const lines = (errors: readonly ResultError[]) =>
    errors.map(({ scorer = 'model', label, message }) => ({ scorer, label, note: message }));
  return [
    { title: 'Errors', mark: color.yellow('!'), lines: lines(candidate.errors) },
    { title: 'Errors of the baseline', mark: color.yellow('!'), lines: lines(baseline?.errors ?? []) },
  ];
}

function listText({ title, mark, lines }: CaseList, color: ChalkInstance, width: number): string {
  const shown = lines.slice(0, SHOWN).map(({ scorer, label, note }) => ({
    scorer: printable(scorer),
    label: cutText(printable(label), LABEL_COLUMNS),
    note: printable(note),
  }));
  const scorerColumns = Math.max(...shown.map(({ scorer }) => textWidth(scorer)));
  const labelColumns = Math.max(...shown.map(({ label }) => textWidth(label)));
  const left = width - scorerColumns - labelColumns - 8;
  const rows = shown.map(({ scorer, label, note }) => {
    const start = `  ${mark} ${padded(scorer, scorerColumns)}  ${padded(label, labelColumns)}`;
    return note === '' ? start.trimEnd() : `${start}  ${color.dim(cutText(note, Math.max(left, 20)))}`;
  });
  const more = lines.length - shown.length;
  return [color.bold(`${title} (${lines.length})`), ...rows, ...(more > 0 ? [color.dim(`  … and ${more} more`)] : [])].join('\n');
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

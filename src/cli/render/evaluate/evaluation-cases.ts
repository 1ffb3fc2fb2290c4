import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { EvalReport } from '../../../evals/report/eval-report.ts';
import type { ResultError } from '../../../evals/report/run-report.ts';
import { cutText, wrapText } from '../fit-text.ts';
import { textWidth } from '../text-width.ts';

/** Cases shown per list: a report of 300 failures is read like one of three. The rest is shown by `--verbose`. */
const SHOWN = 10;
const LABEL_COLUMNS = 40;

/** One line of a list of cases, not yet made safe to print. */
interface CaseLine {
  readonly scorer: string;
  readonly label: string;
  readonly note: string;
  /** The start of the answer. */
  readonly answer?: string | undefined;
}

/** How many cases are told, and in how many columns. */
interface CasesStyle {
  readonly width: number;
  readonly verbose: boolean;
}

interface CaseList {
  readonly title: string;
  readonly mark: string;
  readonly lines: readonly CaseLine[];
}

/** Renders the cases that a person wants to see: what broke, what was mended, what could not be scored. */
export function casesText(report: EvalReport, color: ChalkInstance, style: CasesStyle): string[] {
  const quality = report.outcome === 'invalid' ? [] : qualityLists(report, color, style);
  const lists = [...quality, ...errorLists(report, color)];
  return lists.filter(({ lines }) => lines.length > 0).map((list) => listText(list, color, style));
}

function qualityLists({ scorers, baseline }: EvalReport, color: ChalkInstance, { verbose }: CasesStyle): CaseList[] {
  const failing = scorers.flatMap(({ scorer, failures }) =>
    failures.map(({ caseId, label, reason = '', answer }) => ({ caseId, scorer, label, note: reason, answer })),
  );
  if (baseline === null) return [{ title: 'Failures', mark: color.red('✗'), lines: failing }];
  const answers = new Map(failing.map(({ caseId, scorer, answer }) => [`${scorer} ${caseId}`, answer]));
  const lines = (which: 'newFailures' | 'newPasses') =>
    scorers.flatMap(({ scorer, comparison }) =>
      (comparison?.[which] ?? []).map(({ caseId, label, candidate }) => {
        const key = `${scorer} ${caseId}`;
        return { key, scorer, label, note: candidate?.reason ?? '', answer: answers.get(key) };
      }),
    );
  const worse = lines('newFailures');
  const known = new Set(worse.map(({ key }) => key));
  const before = failing.filter(({ caseId, scorer }) => !known.has(`${scorer} ${caseId}`));
  return [
    { title: 'New failures', mark: color.red('✗'), lines: worse },
    ...(verbose ? [{ title: 'Failures as before', mark: color.red('✗'), lines: before }] : []),
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

function listText({ title, mark, lines }: CaseList, color: ChalkInstance, { width, verbose }: CasesStyle): string {
  const shown = lines.slice(0, verbose ? lines.length : SHOWN).map(({ scorer, label, note, answer }) => ({
    scorer: printable(scorer),
    label: cutText(printable(label), LABEL_COLUMNS),
    note: printable(note),
    answer: answer === undefined ? '' : printable(answer),
  }));
  const scorerColumns = columnsOf(shown.map(({ scorer }) => scorer));
  const labelColumns = columnsOf(shown.map(({ label }) => label));
  const left = width - scorerColumns - labelColumns - 8;
  const rows = shown.flatMap(({ scorer, label, note, answer }) => {
    const start = `  ${mark} ${padded(scorer, scorerColumns)}  ${padded(label, labelColumns)}`;
    const first = note === '' ? start.trimEnd() : `${start}  ${color.dim(verbose ? note : cutText(note, Math.max(left, 20)))}`;
    return [first, ...answerLines(answer, color, { width, verbose })];
  });
  const more = lines.length - shown.length;
  const rest = more > 0 ? [color.dim(`  … and ${more} more, which --verbose shows`)] : [];
  return [color.bold(`${title} (${lines.length})`), ...rows, ...rest].join('\n');
}

/** Columns at which the answer to a failing case begins. */
const ANSWER_INDENT = 6;

/** What the model said: one line of it, or all that the report keeps. */
function answerLines(answer: string, color: ChalkInstance, { width, verbose }: CasesStyle): string[] {
  if (answer === '') return [];
  const columns = width - ANSWER_INDENT;
  const lines = verbose ? wrapText(answer, columns).map((line) => cutText(line, columns)) : [cutText(answer, columns)];
  return lines.map((line) => `${' '.repeat(ANSWER_INDENT)}${color.dim(line)}`);
}

function columnsOf(texts: readonly string[]): number {
  // Not spread into a call: a verbose list may have more items than a call takes arguments.
  return texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
}

function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ChalkInstance } from 'chalk';
import { Failure } from '../../base/failure.ts';
import type { Report } from '../../base/report/report.ts';
import type { EvaluationChoice } from '../../workflows/evaluation/choose-evaluations.ts';
import type { Evaluated } from '../../workflows/evaluation/evaluate.ts';
import { reportedEvaluations } from '../../workflows/evaluation/reported-evaluations.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import type { CliContext } from '../context.ts';
import { evaluationsJson, evaluationsText } from '../render/evaluate/evaluations.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { VERSION } from '../version.ts';
import type { EvalFormat, EvalOutput } from './eval-output-flags.ts';
import { formatted } from './report-output.ts';

/** What was evaluated, and out of what it was chosen. */
export interface EvaluationOutcome {
  readonly evaluated: readonly Evaluated[];
  /** Absent where runs were only read. */
  readonly choice?: EvaluationChoice;
  /** Where files of suites and datasets are below; absent where there is none. */
  readonly workspace?: Pick<Workspace, 'root' | 'gitRoot'>;
}

/** Looks whether reports can be written, before anything is paid that they are to tell of. @throws Failure `file-unwritable` */
export async function requireWritable({ files }: EvalOutput): Promise<void> {
  for (const { path } of files) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory()) throw new Failure('file-unwritable', `${path} is a folder, and a report is a file.`);
    const folder = dirname(path);
    await access(folder, constants.W_OK).catch((cause) => {
      throw new Failure('file-unwritable', `No report can be written in ${folder}.`, { cause });
    });
  }
}

/**
 * Prints evaluations, then writes their reports: a file that cannot be written loses nothing that was paid for.
 *
 * @throws Failure `file-unwritable`, when all else is printed and written
 */
export async function tellEvaluations(outcome: EvaluationOutcome, output: EvalOutput, { terminal }: CliContext): Promise<void> {
  const told = toldEvaluations(outcome, output, terminal);
  const { Chalk } = await import('chalk');
  // Commands of a runner are meant there, a page and a table are for programs; each text in them is made safe.
  if (output.print === 'text' || output.print === 'json' || output.print === 'markdown') {
    terminal.print((await whole(told(output.print, terminal.color))).trimEnd());
  } else if (output.print !== undefined) {
    for await (const chunk of told(output.print, terminal.color)) terminal.write(chunk);
  }
  const failures: unknown[] = [];
  const colorless = new Chalk({ level: 0 });
  for (const { format, path } of output.files) {
    await writeFileAtomically(path, told(format, colorless)).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

type Tell = (format: EvalFormat, color: ChalkInstance) => AsyncIterable<string>;

function toldEvaluations({ evaluated, choice, workspace }: EvaluationOutcome, { verbose }: EvalOutput, terminal: Terminal): Tell {
  const reports = evaluated.map(({ report }) => report);
  const evaluations = reportedEvaluations(evaluated, workspace === undefined ? '' : workspacePrefix(workspace));
  const report = async (): Promise<Report> => {
    const { evalFindings } = await import('../../evals/report/formats/findings.ts');
    return evalFindings(evaluations, VERSION);
  };
  return async function* (format, color) {
    switch (format) {
      case 'html': {
        const [{ htmlReport }, { REPORT_PAGE }] = await Promise.all([
          import('../../evals/report/formats/html/html-report.ts'),
          import('./report-page.ts'),
        ]);
        return yield* htmlReport({ evaluations, page: REPORT_PAGE, version: VERSION });
      }
      case 'csv':
        return yield* (await import('../../evals/report/formats/csv.ts')).csvRows(evaluations);
      case 'junit':
        return yield await (await import('../../evals/report/formats/junit.ts')).junitReport(evaluations);
      case 'markdown':
        return yield `${(await import('../../evals/report/formats/markdown.ts')).markdownReport(reports, VERSION)}\n`;
      case 'text':
        return yield `${evaluationsText(reports, color, terminal.width, verbose)}\n`;
      case 'json':
        return yield `${evaluationsJson(reports, choice)}\n`;
      default:
        return yield `${await formatted(format, { text: () => '', json: () => '', report })}\n`;
    }
  };
}

async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

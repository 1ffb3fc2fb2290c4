import { resolve } from 'node:path';
import { Option } from 'commander';
import { Failure } from '../../base/failure.ts';

/** What evaluations can be told as. */
export const EVAL_FORMATS = ['text', 'json', 'markdown', 'junit', 'sarif', 'github', 'gitlab', 'csv', 'html'] as const;
export type EvalFormat = (typeof EVAL_FORMATS)[number];

/** The flags of a command that reports evaluations. */
export interface EvalOutputFlags {
  readonly format?: EvalFormat;
  readonly json: boolean;
  readonly output?: string;
  readonly report?: readonly string[];
  readonly verbose: boolean;
}

/** What is printed, and which files are written. */
export interface EvalOutput {
  /** Absent: nothing, for the text goes to a file. */
  readonly print?: EvalFormat;
  readonly files: readonly EvalFile[];
  /** Every failing case is listed in the text. */
  readonly verbose: boolean;
}

export interface EvalFile {
  readonly format: EvalFormat;
  /** Absolute. */
  readonly path: string;
}

/** The options that go with `EvalOutputFlags`. */
export function evalOutputOptions(): Option[] {
  return [
    new Option('--format <format>', 'the form of the report (default: text)').choices(EVAL_FORMATS),
    new Option('--output <file>', 'write the format to a file, and print the text'),
    new Option('--report <format=file>', 'write one more report, for example html=report.html; can be given again').argParser(
      (value: string, earlier: readonly string[] = []) => [...earlier, value],
    ),
    new Option('--verbose', 'list every failing case with its answer').default(false),
    new Option('--json', 'the same as --format json').default(false),
  ];
}

/**
 * What flags ask for, before anything is asked or paid.
 *
 * @param directory that paths are relative to.
 * @throws Failure `usage-invalid` for two formats at once, a format that there is not, and two reports in one file
 */
export function evalOutput({ format, json, output, report = [], verbose }: EvalOutputFlags, directory: string): EvalOutput {
  if (json && format !== undefined && format !== 'json') {
    throw new Failure('usage-invalid', `--json and --format ${format} are two formats; give one.`);
  }
  const asked = json ? 'json' : (format ?? 'text');
  const main = output === undefined ? [] : [{ format: asked, path: resolve(directory, fileNamed('--output', output)) }];
  const files = [...main, ...report.map((text) => reportFile(text, directory))];
  requireDistinct(files);
  const print = output === undefined ? asked : asked === 'text' ? undefined : 'text';
  return { ...(print !== undefined && { print }), files, verbose };
}

function reportFile(text: string, directory: string): EvalFile {
  const [name = '', ...rest] = text.split('=');
  const format = EVAL_FORMATS.find((one) => one === name);
  if (format === undefined || rest.length === 0) {
    throw new Failure('usage-invalid', `--report takes a format and a file, as in html=report.html, not "${text}".`, {
      hint: `Formats: ${EVAL_FORMATS.join(', ')}.`,
    });
  }
  return { format, path: resolve(directory, fileNamed('--report', rest.join('='))) };
}

function fileNamed(flag: string, file: string): string {
  if (file !== '') return file;
  throw new Failure('usage-invalid', `${flag} names no file.`);
}

function requireDistinct(files: readonly EvalFile[]): void {
  const paths = files.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Failure('usage-invalid', `Two reports would be written to ${twice}.`);
}

import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Report } from '../../base/report/report.ts';
import type { CliContext } from '../context.ts';
import { safeJson } from '../json.ts';

/** What findings can be printed as. */
export const REPORT_FORMATS = ['text', 'json', 'junit', 'sarif', 'github', 'gitlab'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The flags of a command that reports findings. */
export interface ReportFlags {
  readonly format?: ReportFormat;
  readonly json: boolean;
  readonly output?: string;
}

/** The findings of a command in every form that they can take; each is made when it is asked for. */
export interface Reported {
  text(): string;
  json(): string;
  report(): Report | Promise<Report>;
}

/** The format that flags ask for. @throws Failure `usage-invalid` when they ask for two */
export function reportFormat({ format, json }: ReportFlags): ReportFormat {
  if (!json) return format ?? 'text';
  if (format === undefined || format === 'json') return 'json';
  throw new Failure('usage-invalid', `--json and --format ${format} are two formats; give one.`);
}

/** Prints findings in the format asked for; with `--output` they go to that file, and people get the text. */
export async function printReport(format: ReportFormat, reported: Reported, { output }: ReportFlags, context: CliContext): Promise<void> {
  const { terminal, globals } = context;
  if (output === undefined) {
    const text = await formatted(format, reported);
    // Those commands are meant; each text in them is escaped.
    return format === 'github' ? terminal.write(`${text}\n`) : terminal.print(text);
  }
  const { writeFileAtomically } = await import('../../workspace/files/write-file-atomically.ts');
  await writeFileAtomically(resolve(globals.directory, output), `${(await formatted(format, reported)).trimEnd()}\n`);
  if (format !== 'text') terminal.print(reported.text());
}

/** Findings in one format. */
export async function formatted(format: ReportFormat, reported: Reported): Promise<string> {
  switch (format) {
    case 'json':
      return reported.json();
    case 'junit':
      return (await import('../../base/report/junit.ts')).junitXml(await reported.report()).trimEnd();
    case 'sarif':
      return safeJson(JSON.stringify((await import('../../base/report/sarif.ts')).sarifLog(await reported.report()), null, 2));
    case 'github':
      return (await import('../../base/report/github.ts')).githubCommands(await reported.report());
    case 'gitlab':
      return safeJson(JSON.stringify((await import('../../base/report/code-quality.ts')).codeQuality(await reported.report()), null, 2));
    default:
      return reported.text();
  }
}

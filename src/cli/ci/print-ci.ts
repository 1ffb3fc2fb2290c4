import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { githubCommands } from '../../base/report/github.ts';
import type { CiDocument } from '../../workflows/ci/document/ci-document.ts';
import { ciMarkdown } from '../../workflows/ci/document/ci-markdown.ts';
import { annotated, ciReport } from '../../workflows/ci/document/ci-report.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import type { CliContext } from '../context.ts';
import { wholeNumber } from '../program/flag-values.ts';
import { ciJson, ciText } from '../render/ci/ci.ts';
import { VERSION } from '../version.ts';
import { formatted, type ReportFormat, reportFormat } from '../wiring/report-output.ts';
import { appendSummary } from './append-summary.ts';
import type { CiFlags } from './ci-flags.ts';

/** GitHub takes no longer comment, counted in characters; bytes are never fewer. */
const COMMENT_BYTES = 65_000;
/** GitHub shows so many annotations of each kind for a step, and drops the others. */
const SHOWN_BY_GITHUB = 10;

/** What flags ask for, checked before anything runs. */
export interface CiOutput {
  readonly format: ReportFormat | 'markdown';
  readonly annotations: number;
}

/** @throws Failure `usage-invalid` for two formats, two reports in one file, or a limit that is no number */
export function requireOneFormat(flags: CiFlags, directory: string): CiOutput {
  const { format, json, annotationsLimit } = flags;
  requireOwnFiles(flags, directory);
  const annotations = annotationsLimit === undefined ? SHOWN_BY_GITHUB : wholeNumber('--annotations-limit', annotationsLimit, { from: 0 });
  if (format !== 'markdown') return { format: reportFormat({ json, ...(format !== undefined && { format }) }), annotations };
  if (json) throw new Failure('usage-invalid', '--json and --format markdown are two formats; give one.');
  return { format, annotations };
}

/** Prints a run in the format asked for, writes every file that was asked for, and tells GitHub what it shows beside a change. */
export async function printCi(document: CiDocument, output: CiOutput, flags: CiFlags, context: CliContext): Promise<void> {
  const { terminal, globals, variables } = context;
  const text = await textIn(output.format, document, output, flags, context);
  // Those commands are meant; each text in them is escaped.
  if (output.format === 'github') terminal.write(text === '' ? '' : `${text}\n`);
  else terminal.print(text.trimEnd());
  if (variables.GITHUB_ACTIONS === 'true') {
    if (flags.annotations && output.format === 'text') {
      const commands = await textIn('github', document, output, flags, context);
      if (commands !== '') terminal.write(`${commands}\n`);
    }
    if (flags.summary) await appendSummary((limit) => ciMarkdown(document, { limit }), context);
  }
  // Last: a file that cannot be written must not cost what was found, and perhaps paid for.
  for (const [name, form] of filesOf(flags)) {
    await writeFileAtomically(resolve(globals.directory, name), `${(await textIn(form, document, output, flags, context)).trimEnd()}\n`);
  }
}

function requireOwnFiles(flags: CiFlags, directory: string): void {
  const files = filesOf(flags).map(([name]) => name);
  const places = files.map((name) => resolve(directory, name));
  const twice = files.find((_, index) => places.indexOf(places[index] as string) !== index);
  if (twice !== undefined) throw new Failure('usage-invalid', `Two reports are to be written to ${twice}; give each a file of its own.`);
}

function filesOf(flags: CiFlags): [string, CiOutput['format']][] {
  const files = [
    [flags.reportJson, 'json'],
    [flags.reportMd, 'markdown'],
    [flags.sarif, 'sarif'],
    [flags.junit, 'junit'],
    [flags.codeQuality, 'gitlab'],
  ] as const;
  return files.flatMap(([name, format]): [string, CiOutput['format']][] => (name === undefined ? [] : [[name, format]]));
}

async function textIn(
  format: CiOutput['format'],
  document: CiDocument,
  { annotations }: CiOutput,
  { reportJson, reportMd }: CiFlags,
  { terminal }: CliContext,
): Promise<string> {
  if (format === 'markdown') return ciMarkdown(document, { limit: COMMENT_BYTES });
  if (format === 'github') {
    return githubCommands(ciReport({ ...document, findings: annotated(document.findings, annotations) }, VERSION, 'subject'));
  }
  const file = reportJson ?? reportMd;
  return formatted(format, {
    text: () => ciText(document, { color: terminal.color, ...(file !== undefined && { file }) }),
    json: () => ciJson(document),
    report: () => ciReport(document, VERSION, format === 'junit' ? 'gate' : 'subject'),
  });
}

import { resolve } from 'node:path';
import type { CiDocument } from '../../workflows/ci/ci-document.ts';
import { ciReport } from '../../workflows/ci/ci-report.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import type { CliContext } from '../context.ts';
import { ciJson, ciText } from '../render/ci/ci.ts';
import { formatted, type Reported, reportFormat } from '../report-output.ts';
import { VERSION } from '../version.ts';
import type { CiFlags } from './ci-flags.ts';

/** Prints a run in the format asked for, and writes every file that was asked for. */
export async function printCi(document: CiDocument, flags: CiFlags, context: CliContext): Promise<void> {
  const { terminal, globals } = context;
  const file = flags.reportJson;
  const reported: Reported = {
    text: () => ciText(document, { color: terminal.color, ...(file !== undefined && { file }) }),
    json: () => ciJson(document),
    report: () => ciReport(document, VERSION, 'subject'),
  };
  const files = [
    [flags.reportJson, 'json'],
    [flags.sarif, 'sarif'],
    [flags.junit, 'junit'],
  ] as const;
  for (const [name, format] of files) {
    if (name === undefined) continue;
    await writeFileAtomically(resolve(globals.directory, name), `${(await formatted(format, reported)).trimEnd()}\n`);
  }
  const format = reportFormat(flags);
  const text = await formatted(format, reported);
  // Those commands are meant; each text in them is escaped.
  if (format === 'github') terminal.write(`${text}\n`);
  else terminal.print(text);
}

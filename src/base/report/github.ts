import type { Severity } from '../diagnostic.ts';
import { type Report, type ReportFinding, wellFormed } from './report.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands of GitHub Actions: one line for each finding that is not accepted, shown on the lines of a pull request.
 *
 * Texts are escaped as the runner undoes it, so that none can end its command, its line or its property.
 */
export function githubCommands({ findings }: Pick<Report, 'findings'>): string {
  return findings
    .filter(({ accepted }) => accepted === undefined)
    .map(command)
    .join('\n');
}

function command({ rule, severity, message, hint, subject, place }: ReportFinding): string {
  const { file, range } = place;
  const properties = [
    ['file', file],
    ['line', range.line],
    // A column is shown only for what stands on one line.
    ...(range.endLine === range.line
      ? ([
          ['col', range.column],
          ['endColumn', range.endColumn],
        ] as const)
      : []),
    ['endLine', range.endLine],
    ['title', `${subject}: ${rule}`],
  ] as const;
  const said = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',');
  return `::${COMMANDS[severity]} ${said}::${data(hint === undefined ? message : `${message}\n${hint}`)}`;
}

/** The runner undoes these, and nothing else. A log shows what is left, so nothing in it may command a terminal. */
function data(text: string): string {
  return wellFormed(text)
    .replace(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/g, '\uFFFD')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

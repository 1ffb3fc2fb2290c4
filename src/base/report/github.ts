import type { Severity } from '../diagnostic.ts';
import type { Report, ReportFinding } from './report.ts';
import { workflowCommand } from './workflow-command.ts';

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
  const title = ['title', `${subject}: ${rule}`] as const;
  const text = hint === undefined ? message : `${message}\n${hint}`;
  if (place === undefined) return workflowCommand(COMMANDS[severity], text, [title]);
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
    title,
  ] as const;
  return workflowCommand(COMMANDS[severity], text, properties);
}

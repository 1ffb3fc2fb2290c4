import { posix } from 'node:path';
import type { Report } from '../../base/report/report.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import type { CheckOutcome } from './check.ts';

/** Where and by what a report is made. */
export interface ReportOrigin {
  readonly version: string;
  readonly workspace: Pick<Workspace, 'root' | 'gitRoot'>;
  /** What was done, when it was not `check`. */
  readonly name?: string;
}

/** The findings of a check as a report for other tools: places are relative to the top of the repository. */
export function checkReport(
  { diagnostics }: Pick<CheckOutcome, 'diagnostics'>,
  { version, workspace, name = 'check' }: ReportOrigin,
): Report {
  const prefix = workspacePrefix(workspace);
  const shown = (file: string) => (posix.isAbsolute(file) ? file : posix.normalize(`${prefix}${file}`));
  return {
    tool: { name: 'promptlane', version },
    name,
    rules: new Map(),
    subjects: [],
    findings: diagnostics.map(({ file, range, rule, severity, message, hint }) => ({
      rule,
      severity,
      message,
      ...(hint !== undefined && { hint }),
      subject: shown(file),
      place: { file: shown(file), range },
    })),
  };
}

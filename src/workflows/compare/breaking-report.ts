import { FILE_START, type Severity } from '../../base/diagnostic.ts';
import type { Report, ReportFinding, ReportRule } from '../../base/report/report.ts';
import type { BreakingChange } from '../../prompt/breaking/breaking-change.ts';
import { RULE_IDS, RULES } from '../../prompt/breaking/rules.ts';
import { workspacePrefix } from '../../workspace/files/workspace-prefix.ts';
import type { ReportOrigin } from '../authoring/check-report.ts';
import type { BreakingOutcome } from './breaking.ts';

/** A contract check as a report for other tools: places are relative to the top of the repository. */
export function breakingReport({ changes, ignored, diagnostics, prompts }: BreakingOutcome, { version, workspace }: ReportOrigin): Report {
  const prefix = workspacePrefix(workspace);
  return {
    tool: { name: 'promptlane', version },
    name: 'breaking',
    rules: new Map(
      RULE_IDS.map((id): [string, ReportRule] => [id, { name: RULES[id].name, description: RULES[id].why, help: RULES[id].mend }]),
    ),
    subjects: prompts,
    findings: [
      ...changes.map((change) => finding(change, prefix)),
      ...ignored.map(({ change, reason }) => ({ ...finding(change, prefix), accepted: reason })),
      ...diagnostics.map(({ file, range, rule, severity, message, hint }) => ({
        rule,
        severity,
        message,
        ...(hint !== undefined && { hint }),
        subject: file,
        place: { file: `${prefix}${file}`, range },
      })),
    ],
  };
}

const SEVERITIES: Readonly<Record<BreakingChange['level'], Severity>> = { error: 'error', warn: 'warning', info: 'info' };

/** A prompt that is gone has no place; the lockfile, which pinned it, is where a reviewer looks. */
function finding({ rule, level, prompt, message, hint, place }: BreakingChange, prefix: string): ReportFinding {
  const { file, range } = place ?? { file: 'promptlane.lock', range: FILE_START };
  return { rule, severity: SEVERITIES[level], message, hint, subject: prompt, place: { file: `${prefix}${file}`, range } };
}

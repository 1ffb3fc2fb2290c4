import type { Report } from '../../base/report/report.ts';
import type { CheckOutcome } from './check.ts';

/** The findings of a check as a report for other tools: places are relative to the top of the repository. */
export function checkReport(
  { diagnostics }: Pick<CheckOutcome, 'diagnostics'>,
  { version, prefix }: { readonly version: string; readonly prefix: string },
): Report {
  return {
    tool: { name: 'promptlane', version },
    name: 'check',
    rules: new Map(),
    subjects: [],
    findings: diagnostics.map(({ file, range, rule, severity, message, hint }) => ({
      rule,
      severity,
      message,
      ...(hint !== undefined && { hint }),
      subject: `${prefix}${file}`,
      place: { file: `${prefix}${file}`, range },
    })),
  };
}

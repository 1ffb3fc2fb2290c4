import type { ReportFormat } from '../report-output.ts';

/** The flags of `ci`, as commander parses them. */
export interface CiFlags {
  readonly against?: string;
  readonly env?: string;
  readonly failOn?: string;
  readonly restricted: boolean;
  readonly format?: ReportFormat;
  readonly json: boolean;
  readonly reportJson?: string;
  readonly sarif?: string;
  readonly junit?: string;
}

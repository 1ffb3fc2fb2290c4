import { REPORT_FORMATS } from '../wiring/report-output.ts';

/** What a run can be printed as. */
export const CI_FORMATS = [...REPORT_FORMATS, 'markdown'] as const;

/** The flags of `ci`, as commander parses them. */
export interface CiFlags {
  readonly against?: string;
  readonly env?: string;
  readonly failOn?: string;
  readonly suites: 'affected' | 'all';
  readonly model?: string;
  readonly cassette?: string;
  readonly maxCost?: string;
  readonly restricted: boolean;
  readonly format?: (typeof CI_FORMATS)[number];
  readonly json: boolean;
  readonly reportJson?: string;
  readonly reportMd?: string;
  readonly sarif?: string;
  readonly junit?: string;
  readonly codeQuality?: string;
  readonly planOut?: string;
  readonly annotations: boolean;
  readonly annotationsLimit?: string;
  readonly summary: boolean;
}

import type { ReportPage } from '../../evals/report/formats/html/html-report.ts';

/** Put in by the build, from src/web/eval-report. */
declare const EVAL_PAGE_SCRIPT: string;
declare const EVAL_PAGE_STYLE: string;

/** The page that shows evaluations, as one script and one style. */
export const REPORT_PAGE: ReportPage = { script: EVAL_PAGE_SCRIPT, style: EVAL_PAGE_STYLE };

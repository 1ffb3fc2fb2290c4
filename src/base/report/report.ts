import type { Severity, SourceRange } from '../diagnostic.ts';
import { sha256Hex } from '../digest.ts';

/** What a tool found, for the formats that other tools read. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** What was done, for example `check`. */
  readonly name: string;
  /** What is known of the rules; a rule of a finding may be missing here. */
  readonly rules: ReadonlyMap<string, ReportRule>;
  /** Everything that was looked at, by the names that findings use: what has no finding has passed. */
  readonly subjects: readonly string[];
  readonly findings: readonly ReportFinding[];
}

export interface ReportRule {
  readonly name: string;
  /** Why anyone should care. */
  readonly description: string;
  /** What to do about it. */
  readonly help: string;
}

/** Lines and columns count from 1. */
export type ReportRange = Pick<SourceRange, 'line' | 'column' | 'endLine' | 'endColumn'>;

/** One finding; every text in it may be a stranger's. */
export interface ReportFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** What it is about: a file, a prompt. */
  readonly subject: string;
  /** The file relative to the top of the repository, with forward slashes; absent where no file is at hand. */
  readonly place?: { readonly file: string; readonly range: ReportRange };
  /** Why it is accepted; absent when it is not. */
  readonly accepted?: string;
}

/** Half a surrogate pair, which no UTF-8 can hold. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text with a replacement character for each half of a surrogate pair, as every format needs it. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD');
}

/** Names a finding so that the next run names it the same, wherever its line went. */
export function fingerprintOf({ rule, place, subject, message }: Pick<ReportFinding, 'rule' | 'place' | 'subject' | 'message'>): string {
  return sha256Hex(wellFormed([rule, place?.file ?? '', subject, message].join('\n')));
}

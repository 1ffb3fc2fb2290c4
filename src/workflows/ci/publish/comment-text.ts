import { createHash } from 'node:crypto';
import type { CiDocument } from '../document/ci-document.ts';
import { LONGEST_COMMENT_BYTES } from './publish-comment.ts';

/** What tells the comments of the jobs of one repository apart. */
export interface CommentKey {
  /** Relative to the top of the repository. */
  readonly workingDirectory: string;
  readonly config: string | undefined;
  readonly environment: string | undefined;
}

/** A line that Markdown hides, the same for each run of one job and for no other job. */
export function commentMarker({ workingDirectory, config = '', environment = '' }: CommentKey): string {
  // Hashed, because a name with `-->` in it would end what is hidden.
  const key = createHash('sha256')
    .update(JSON.stringify([workingDirectory, config, environment]))
    .digest('hex')
    .slice(0, 16);
  return `<!-- promptlane ci ${key} -->`;
}

/** What stands below the report: where it comes from. */
export interface CommentOrigin {
  /** The commit that was judged. */
  readonly sha: string;
  /** The run, for people to click. */
  readonly runUrl: string | undefined;
  /** What links to files of that commit start with. */
  readonly files?: string | undefined;
  /** The report is what a run said that a stranger could steer. */
  readonly isReported: boolean;
}

export type RenderMarkdown = (document: CiDocument, options: { readonly limit: number; readonly files?: string }) => string;

const REPORTED =
  '> [!NOTE]\n> This change comes from a fork. The figures are what its own run reported: that run had no keys, and the change could steer it.\n';

/** The text of the comment, with the marker within what GitHub takes. */
export function commentText(document: CiDocument, origin: CommentOrigin, render: RenderMarkdown): string {
  const { files, isReported } = origin;
  const before = isReported ? `${REPORTED}\n` : '';
  const after = originText(origin);
  const limit = LONGEST_COMMENT_BYTES - Buffer.byteLength(before + after) - MARKER_BYTES;
  return `${before}${render(document, { limit, ...(files !== undefined && { files }) }).trimEnd()}${after}`;
}

/** What stands in place of an earlier report when a run ended without one. */
export function unjudgedText(origin: CommentOrigin): string {
  return `## ❔ Promptlane: not judged\n\nThe run ended without a report; its log says why.${originText(origin)}`;
}

function originText({ sha, runUrl, isReported }: CommentOrigin): string {
  const said = [
    `Commit ${sha.slice(0, 12)}`,
    ...(runUrl === undefined ? [] : [`[${isReported ? 'the run that reported it' : 'run'}](${runUrl})`]),
  ];
  return `\n\n<sub>${said.join(' · ')}</sub>\n`;
}

/** The marker and its line end. */
const MARKER_BYTES = 64;

/** True when a run found something that a reviewer should hear of. */
export function hasNews({ verdict, changed, findings, evaluations }: CiDocument): boolean {
  return verdict !== 'passed' || changed.length > 0 || findings.length > 0 || evaluations.length > 0;
}

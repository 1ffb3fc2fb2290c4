import { posix } from 'node:path';
import { withoutTrailing } from '../base/text/without-trailing.ts';
import { gitHubClient } from '../forge/github/github-client.ts';
import { gitHubPullRequests } from '../forge/github/github-pull-requests.ts';
import type { PullRequestForge } from '../forge/pull-request-forge.ts';
import type { CiDocument } from '../workflows/ci/document/ci-document.ts';
import { ciMarkdown } from '../workflows/ci/document/ci-markdown.ts';
import { commentMarker, commentText, hasNews, unjudgedText } from '../workflows/ci/publish/comment-text.ts';
import { type CommentOutcome, publishComment } from '../workflows/ci/publish/publish-comment.ts';
import { publishTarget } from '../workflows/ci/publish/publish-target.ts';
import type { Inputs } from './runner/inputs.ts';
import { type Job, runUrl } from './runner/job.ts';

export type Published = CommentOutcome | { readonly kind: 'no-pull-request' };

/** Who says what is said, and how. */
interface Publication {
  readonly inputs: Inputs;
  readonly job: Job;
  /** A stranger could steer the run that made the report. */
  readonly isReported: boolean;
}

/**
 * Brings the comment below the pull request of a job up to date with a report.
 *
 * Without a report only a comment that is there is changed: it is about an earlier commit.
 * @throws Failure as the forge does
 */
export async function publishReport(document: CiDocument | undefined, publication: Publication): Promise<Published> {
  const { inputs, job } = publication;
  const { repository, address, variables, subject } = job;
  const token = inputs.text('token');
  if (repository === undefined || token === '') return { kind: 'no-pull-request' };
  const client = gitHubClient({ ...address, token, variables });
  try {
    const forge = gitHubPullRequests(client, repository);
    const target = await publishTarget(subject, forge);
    if (target === undefined) return { kind: 'no-pull-request' };
    return await comment(document, { ...target, ...publication, forge });
  } finally {
    await client.close();
  }
}

interface Place extends Publication {
  readonly pullRequest: number;
  readonly headSha: string;
  readonly forge: PullRequestForge;
}

function comment(document: CiDocument | undefined, place: Place): Promise<CommentOutcome> {
  const { pullRequest, headSha, inputs, job, isReported, forge } = place;
  // As it is written, because a job that only comments has no checkout.
  const workingDirectory = withoutTrailing(posix.normalize(inputs.text('working-directory')), '/');
  const key = { workingDirectory, config: inputs.text('config'), environment: inputs.text('environment') };
  const origin = { sha: headSha, runUrl: pageOf(job), files: filesAt(headSha, job), isReported };
  return publishComment(
    {
      pullRequest,
      headSha,
      marker: commentMarker(key),
      text: document === undefined ? unjudgedText(origin) : commentText(document, origin, ciMarkdown),
      always: inputs.comment === 'always',
      hasNews: document !== undefined && hasNews(document),
    },
    forge,
  );
}

/** The run that judged: of the event that another run ended, that other run. */
function pageOf({ subject, runUrl: own, repository, variables }: Job): string | undefined {
  if (subject.kind !== 'run' || repository === undefined) return own;
  return runUrl(variables.GITHUB_SERVER_URL || 'https://github.com', repository, subject.id);
}

/** A comment has no place of its own that relative links could start from. */
function filesAt(sha: string, { repository, variables }: Job): string | undefined {
  if (repository === undefined) return undefined;
  return `${variables.GITHUB_SERVER_URL || 'https://github.com'}/${repository}/blob/${sha}/`;
}

import { posix } from 'node:path';
import { withoutTrailing } from '../base/without-trailing.ts';
import { gitHubClient } from '../forge/github/github-client.ts';
import { gitHubPullRequests } from '../forge/github/github-pull-requests.ts';
import type { PullRequestForge } from '../forge/pull-request-forge.ts';
import type { CiDocument } from '../workflows/ci/ci-document.ts';
import { ciMarkdown } from '../workflows/ci/ci-markdown.ts';
import { commentMarker, commentText, hasNews } from '../workflows/ci/comment-text.ts';
import { type CommentOutcome, publishComment } from '../workflows/ci/publish-comment.ts';
import { publishTarget } from '../workflows/ci/publish-target.ts';
import type { Inputs } from './runner/inputs.ts';
import { type Job, runUrl } from './runner/job.ts';

export type Published = CommentOutcome | { readonly kind: 'no-pull-request' };

/** Brings the comment below the pull request of a job up to date with a report. @throws Failure as the forge does */
export async function publishReport(document: CiDocument, inputs: Inputs, job: Job): Promise<Published> {
  const { repository, address, variables, subject } = job;
  const token = inputs.text('token');
  if (repository === undefined || token === '') return { kind: 'no-pull-request' };
  const client = gitHubClient({ ...address, token, variables });
  try {
    const forge = gitHubPullRequests(client, repository);
    const target = await publishTarget(subject, forge);
    if (target === undefined) return { kind: 'no-pull-request' };
    return await comment(document, { ...target, inputs, job, forge });
  } finally {
    await client.close();
  }
}

interface Place {
  readonly pullRequest: number;
  readonly headSha?: string;
  readonly inputs: Inputs;
  readonly job: Job;
  readonly forge: PullRequestForge;
}

function comment(document: CiDocument, { pullRequest, headSha, inputs, job, forge }: Place): Promise<CommentOutcome> {
  const { subject } = job;
  const isReported = subject.kind === 'run' && subject.isFork;
  // As it is written, because a job that only comments has no checkout.
  const workingDirectory = withoutTrailing(posix.normalize(inputs.text('working-directory')), '/');
  const key = { workingDirectory, config: inputs.text('config'), environment: inputs.text('environment') };
  return publishComment(
    {
      pullRequest,
      headSha,
      marker: commentMarker(key),
      text: commentText(document, { sha: headSha, runUrl: pageOf(job), files: filesAt(headSha, job), isReported }, ciMarkdown),
      always: inputs.comment === 'always',
      hasNews: hasNews(document),
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
function filesAt(sha: string | undefined, { repository, variables }: Job): string | undefined {
  if (sha === undefined || repository === undefined) return undefined;
  return `${variables.GITHUB_SERVER_URL || 'https://github.com'}/${repository}/blob/${sha}/`;
}

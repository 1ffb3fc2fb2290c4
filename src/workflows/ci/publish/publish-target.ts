import type { EventSubject } from '../../../forge/github/github-event.ts';
import type { PullRequestForge } from '../../../forge/pull-request-forge.ts';

/** The pull request that a report belongs under, and the commit of it that was judged. */
export interface PublishTarget {
  readonly pullRequest: number;
  readonly headSha: string;
}

/**
 * Finds the pull request that an event is about; undefined when there is none, or none that still proposes that commit.
 *
 * Only the event and the forge are believed: a report that another job left says nothing about where it belongs.
 */
export async function publishTarget(subject: EventSubject, forge: PullRequestForge): Promise<PublishTarget | undefined> {
  switch (subject.kind) {
    case 'none':
      return undefined;
    case 'pull-request':
      return { pullRequest: subject.number, headSha: subject.headSha };
    case 'commit':
      return targetOf(await forge.pullRequestsOfCommit(subject.sha), subject.sha);
    case 'run':
      return targetOf(await forge.pullRequestsOfHead(subject.head), subject.head.sha);
  }
}

/** A commit may be proposed by several; the oldest that proposes exactly it is the one that people read. */
function targetOf(found: readonly { readonly number: number; readonly headSha: string }[], sha: string): PublishTarget | undefined {
  const numbers = found.filter(({ headSha }) => headSha === sha).map(({ number }) => number);
  return numbers.length === 0 ? undefined : { pullRequest: Math.min(...numbers), headSha: sha };
}

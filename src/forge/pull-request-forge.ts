/** A pull request, as far as a report about it needs to know. */
export interface PullRequest {
  readonly number: number;
  readonly isOpen: boolean;
  /** The commit that it proposes now. */
  readonly headSha: string;
}

/** Where a change was pushed to: a branch of a repository, which may be a fork. */
export interface ChangeHead {
  readonly owner: string;
  readonly branch: string;
  readonly sha: string;
}

export interface Comment {
  readonly id: number;
  /** The login of who wrote it: unique, and none that a person can take looks like a bot's. */
  readonly author: string;
  readonly body: string;
  readonly url: string;
}

/**
 * What a report does at the place where a pull request lives.
 *
 * Each method throws Failure `forge-refused` with the permission that is missing, `forge-unreachable`, or `rate-limited`.
 */
export interface PullRequestForge {
  /** The login that comments are written under. */
  ownLogin(): Promise<string>;
  pullRequest(number: number): Promise<PullRequest>;
  /** The open pull requests into this repository whose newest commit is exactly this one, of exactly this branch. */
  pullRequestsOfHead(head: ChangeHead): Promise<readonly PullRequest[]>;
  /** The open pull requests that have a commit of this repository. */
  pullRequestsOfCommit(sha: string): Promise<readonly PullRequest[]>;
  /** Every comment below a pull request, oldest first. */
  comments(pullRequest: number): Promise<readonly Comment[]>;
  createComment(pullRequest: number, body: string): Promise<Comment>;
  updateComment(id: number, body: string): Promise<Comment>;
}

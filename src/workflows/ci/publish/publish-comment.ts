import type { Comment, PullRequestForge } from '../../../forge/pull-request-forge.ts';

/** GitHub takes 65,536 characters; a character has at least one byte. */
export const LONGEST_COMMENT_BYTES = 65_536;

/** The one comment that a job keeps below a pull request. */
export interface CommentRequest {
  readonly pullRequest: number;
  /** The commit that the report is about: about another one nothing is said any more. */
  readonly headSha: string;
  /** The first line of the comment, which nobody sees: it tells this job's comment from those of others. */
  readonly marker: string;
  /** The rest of it, without the marker. */
  readonly text: string;
  /** Say it even when there is no news and no comment that would be out of date without it. */
  readonly always: boolean;
  readonly hasNews: boolean;
}

export type CommentOutcome =
  | { readonly kind: 'created' | 'updated' | 'unchanged'; readonly url: string }
  | { readonly kind: 'nothing-to-say' }
  /** The pull request proposes another commit by now: its own run reports on that. */
  | { readonly kind: 'outdated'; readonly headSha: string };

/**
 * Writes a job's comment below a pull request, or brings the one that is there up to date.
 *
 * Only a comment that begins with the marker and was written under our own login is ours: a stranger may write the marker
 * too, and a text that someone else has us quote does not begin with it.
 */
export async function publishComment(request: CommentRequest, forge: PullRequestForge): Promise<CommentOutcome> {
  const { pullRequest, headSha, marker, text, always, hasNews } = request;
  const { headSha: current } = await forge.pullRequest(pullRequest);
  if (current !== headSha) return { kind: 'outdated', headSha: current };
  const body = `${marker}\n${text}`;
  const existing = await ownComment(request, forge);
  if (existing === undefined) {
    if (!always && !hasNews) return { kind: 'nothing-to-say' };
    return { kind: 'created', url: (await forge.createComment(pullRequest, body)).url };
  }
  if (existing.body === body) return { kind: 'unchanged', url: existing.url };
  return { kind: 'updated', url: (await forge.updateComment(existing.id, body)).url };
}

async function ownComment({ pullRequest, marker }: CommentRequest, forge: PullRequestForge): Promise<Comment | undefined> {
  const marked = (await forge.comments(pullRequest)).filter(({ body }) => firstLine(body) === marker);
  // Who we are is asked only where it matters.
  if (marked.length === 0) return undefined;
  const own = await forge.ownLogin();
  return marked.find(({ author }) => author === own);
}

function firstLine(body: string): string {
  return (body.split('\n', 1)[0] ?? '').trimEnd();
}

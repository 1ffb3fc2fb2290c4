import * as z from 'zod';
import type { Comment, PullRequest, PullRequestForge } from '../pull-request-forge.ts';
import type { GitHubClient } from './github-client.ts';

/** `owner/name`, as GITHUB_REPOSITORY tells it. */
export type RepositoryName = `${string}/${string}`;

const repository = z.object({ id: z.int(), full_name: z.string() });
const pullRequest = z.object({
  number: z.int().positive(),
  state: z.string(),
  head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ owner: z.object({ login: z.string() }) }).nullable() }),
  base: z.object({ repo: repository }),
});
type GitHubPullRequest = z.infer<typeof pullRequest>;

const comment = z.object({
  id: z.int().positive(),
  body: z.string().nullish(),
  html_url: z.string(),
  // A deleted account leaves none.
  user: z.object({ login: z.string() }).nullable(),
});

const viewer = z.object({ data: z.object({ viewer: z.object({ login: z.string().min(1) }) }) });

const READ = 'pull-requests: read';
const WRITE = 'pull-requests: write';

/** The pull requests of one repository on GitHub. */
export function gitHubPullRequests(client: GitHubClient, name: RepositoryName): PullRequestForge {
  const base = `/repos/${name.split('/').map(encodeURIComponent).join('/')}`;
  const into = (found: GitHubPullRequest) => found.base.repo.full_name.toLowerCase() === name.toLowerCase() && found.state === 'open';
  return {
    // The one question that tokens of jobs, of apps and of people all may ask.
    ownLogin: async () => (await client.graphql('query { viewer { login } }', viewer)).data.viewer.login,
    async pullRequest(number) {
      return known(await client.request({ method: 'GET', path: `${base}/pulls/${number}`, permission: READ }, pullRequest));
    },
    async pullRequestsOfHead({ owner, branch, sha }) {
      const query = new URLSearchParams({ state: 'open', head: `${owner}:${branch}`, per_page: '100' });
      const found = await client.pages({ method: 'GET', path: `${base}/pulls?${query}`, permission: READ }, z.array(pullRequest));
      // GitHub leaves a filter that it cannot read aside, so what it gave is held against it again.
      return found.filter((each) => into(each) && isHead(each, { owner, branch, sha })).map(known);
    },
    async pullRequestsOfCommit(sha) {
      const path = `${base}/commits/${encodeURIComponent(sha)}/pulls?per_page=100`;
      const found = await client.pages({ method: 'GET', path, permission: READ }, z.array(pullRequest));
      return found.filter(into).map(known);
    },
    async comments(number) {
      const path = `${base}/issues/${number}/comments?per_page=100`;
      return (await client.pages({ method: 'GET', path, permission: READ }, z.array(comment))).map(written);
    },
    async createComment(number, body) {
      const path = `${base}/issues/${number}/comments`;
      return written(await client.request({ method: 'POST', path, body: { body }, permission: WRITE }, comment));
    },
    async updateComment(id, body) {
      const path = `${base}/issues/comments/${id}`;
      return written(await client.request({ method: 'PATCH', path, body: { body }, permission: WRITE }, comment));
    },
  };
}

function isHead({ head }: GitHubPullRequest, wanted: { owner: string; branch: string; sha: string }): boolean {
  return head.sha === wanted.sha && head.ref === wanted.branch && head.repo?.owner.login.toLowerCase() === wanted.owner.toLowerCase();
}

function known({ number, state, head }: GitHubPullRequest): PullRequest {
  return { number, isOpen: state === 'open', headSha: head.sha };
}

function written({ id, body, html_url, user }: z.infer<typeof comment>): Comment {
  return { id, author: user?.login ?? '', body: body ?? '', url: html_url };
}

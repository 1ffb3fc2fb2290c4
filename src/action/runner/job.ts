import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { GitHubAddress } from '../../forge/github/github-client.ts';
import { type EventSubject, eventSubject } from '../../forge/github/github-event.ts';
import type { RepositoryName } from '../../forge/github/github-pull-requests.ts';
import { readCiEvent } from '../../workflows/ci/read-ci-event.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The job of GitHub Actions that a step runs in. */
export interface Job {
  readonly variables: Variables;
  readonly event: unknown;
  readonly subject: EventSubject;
  readonly repository: RepositoryName | undefined;
  readonly address: GitHubAddress;
  /** This run, for people to click. */
  readonly runUrl: string | undefined;
  /** The checkout, absolute, links resolved. */
  readonly workspace: string;
  /** A folder that is emptied after the job. */
  readonly temp: string;
}

/** Reads what the runner says of the job. */
export async function readJob(variables: Variables): Promise<Job> {
  const event = await readCiEvent(variables);
  const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: runId } = variables;
  const apiUrl = withoutSlash(variables.GITHUB_API_URL || 'https://api.github.com');
  const server = withoutSlash(variables.GITHUB_SERVER_URL || 'https://github.com');
  const isNamed = repository !== undefined && /^[\w.-]+\/[\w.-]+$/.test(repository);
  return {
    variables,
    event,
    subject: eventSubject({ name: variables.GITHUB_EVENT_NAME ?? '', sha: variables.GITHUB_SHA, event }),
    repository: isNamed ? (repository as RepositoryName) : undefined,
    address: { apiUrl, graphqlUrl: variables.GITHUB_GRAPHQL_URL || `${apiUrl}/graphql` },
    runUrl: isNamed && /^\d+$/.test(runId ?? '') ? runUrl(server, repository, Number(runId)) : undefined,
    workspace: await realpath(variables.GITHUB_WORKSPACE || '.'),
    temp: variables.RUNNER_TEMP || join(resolve('/'), 'tmp'),
  };
}

/** The page of a run. */
export function runUrl(server: string, repository: string, id: number): string {
  return `${server}/${repository}/actions/runs/${id}`;
}

/** A folder of the checkout, absolute. @throws Failure `usage-invalid` when it is not there or, behind a link too, not inside */
export async function folderOf({ workspace }: Job, name: string): Promise<string> {
  const folder = await realpath(resolve(workspace, name)).catch(() => undefined);
  if (folder === undefined) {
    throw new Failure('usage-invalid', `There is no folder "${name}" in the checkout.`, {
      hint: 'Run actions/checkout before this step; `working-directory` is relative to its folder.',
    });
  }
  if (pathInside(workspace, folder) === undefined) throw new Failure('usage-invalid', `"${name}" leads out of the checkout.`);
  return folder;
}

/**
 * Refuses to write a file of the checkout through a link, which whoever proposes a change may have put there.
 *
 * @throws Failure `usage-invalid`
 */
export async function requireNoLink({ workspace }: Job, name: string): Promise<void> {
  for (let path = resolve(workspace, name); pathInside(workspace, path); path = dirname(path)) {
    if (!(await lstat(path).catch(() => undefined))?.isSymbolicLink()) continue;
    throw new Failure('usage-invalid', `Nothing is written to "${name}": a link of the checkout stands there.`, {
      hint: 'Name a file below the temporary folder of the runner, where no branch has a say.',
    });
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}

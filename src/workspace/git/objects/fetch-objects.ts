import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { RunGit } from '../run-git.ts';
import { fetchFailure } from './explain-missing.ts';
import type { FetchObjects } from './read-blobs.ts';

/** What a fetch may be sent to; git knows protocols that run commands. */
const PROTOCOLS = 'file:git:http:https:ssh';

/**
 * Brings objects that a partial clone left out, in one fetch from the remote that promised them, as git itself does.
 *
 * Writes objects and nothing else: no ref, no FETCH_HEAD, no tag. Asks nobody for a password.
 * @throws Failure `git-fetch-failed` that quotes git and names the command.
 */
export function objectFetcher(run: RunGit): FetchObjects {
  return async (ids: readonly BlobId[]) => {
    const remote = await promisorRemote(run);
    if (ids.length === 0 || remote === undefined) return;
    const args = [
      '-c',
      'fetch.negotiationAlgorithm=noop',
      '-c',
      'maintenance.auto=false',
      'fetch',
      '--quiet',
      '--no-tags',
      '--no-write-fetch-head',
      '--recurse-submodules=no',
      '--filter=blob:none',
      '--stdin',
      '--end-of-options',
      remote,
    ];
    const env = { GIT_ALLOW_PROTOCOL: PROTOCOLS, GIT_TERMINAL_PROMPT: '0' };
    const result = await run(args, { input: ids.map((id) => `${id}\n`).join(''), env });
    if (result.code !== 0) throw fetchFailure(remote, ids.length, result.stderr);
  };
}

/** The remote that a partial clone was made from; nothing in any other. */
async function promisorRemote(run: RunGit): Promise<string | undefined> {
  const { stdout } = await run(['config', '--name-only', '--get-regexp', '^remote\\..*\\.promisor$', 'true']);
  return /^remote\.(.*)\.promisor$/m.exec(stdout.toString('utf8'))?.[1];
}

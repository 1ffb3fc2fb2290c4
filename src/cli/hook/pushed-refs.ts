import { type PushedRef, parsePushedRefs } from '../../workflows/hooks/pushed-refs.ts';
import type { CliContext } from '../context.ts';

/** What is pushed: what git says on stdin, or what pre-commit.com says in the environment, which keeps stdin to itself. */
export async function pushedRefs({ host, variables }: CliContext): Promise<PushedRef[]> {
  const {
    PRE_COMMIT_FROM_REF: from,
    PRE_COMMIT_TO_REF: to,
    PRE_COMMIT_LOCAL_BRANCH = 'HEAD',
    PRE_COMMIT_REMOTE_BRANCH = 'HEAD',
  } = variables;
  if (from !== undefined && to !== undefined)
    return [{ localRef: PRE_COMMIT_LOCAL_BRANCH, local: to, remoteRef: PRE_COMMIT_REMOTE_BRANCH, remote: from }];
  // A person who tries the hook by hand would wait for ever.
  if (host.stdin.isTTY) return [];
  const chunks: Buffer[] = [];
  for await (const chunk of host.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return parsePushedRefs(Buffer.concat(chunks).toString('utf8'));
}

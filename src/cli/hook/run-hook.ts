import type { Ending } from '../../base/exit-code.ts';
import { Failure } from '../../base/failure.ts';
import { type HookEvent, type HookOutcome, hookOutcome, isOnlyLock } from '../../workflows/hooks/hook-outcome.ts';
import { preCommit } from '../../workflows/hooks/pre-commit.ts';
import { openWorkspace } from '../../workspace/config/open-workspace.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { RunGit } from '../../workspace/git/run-git.ts';
import { hookGit } from '../../workspace/hooks/proposed-tree.ts';
import type { CliContext } from '../context.ts';
import { hookJson, hookText } from '../render/machines/hook.ts';

export interface HookCall {
  readonly event: HookEvent;
  /** Of pre-commit: the files to look at. Of pre-push: the name and the address of the remote. */
  readonly rest: readonly string[];
}

export interface HookFlags {
  readonly fix: boolean;
  readonly json: boolean;
}

/** Runs a hook and says what it found. What only some runs need is loaded by those. */
export async function runHook(call: HookCall, flags: HookFlags, context: CliContext): Promise<Ending> {
  const { directory, config } = context.globals;
  const workspace = await openWorkspace({ cwd: directory, ...(config !== undefined && { config }) });
  if (workspace.gitRoot === undefined && context.variables.GIT_DIR === undefined)
    throw new Failure('git-missing', 'This is not a git repository, so there is nothing to commit or push.');
  const run = hookGit(workspace.root, { env: context.variables, cwd: context.host.directory });
  const outcome =
    call.event === 'pre-push' ? await pushed(call, workspace, run, context) : await staged(call, flags, workspace, run, context);
  const text = flags.json ? hookJson(outcome) : hookText(outcome, context.terminal.color);
  if (text !== '') context.terminal.print(text);
  if (outcome.errors === 0) return outcome.repaired.length > 0 ? 'validation' : 'ok';
  return isOnlyLock(outcome) ? 'drift' : 'validation';
}

async function staged(
  { rest }: HookCall,
  { fix }: HookFlags,
  workspace: Workspace,
  run: RunGit,
  context: CliContext,
): Promise<HookOutcome> {
  const request = { files: rest, directory: context.globals.directory };
  const found = await preCommit(request, { workspace, run });
  if (!fix) return hookOutcome('pre-commit', found);
  const [{ fixStaged }, git] = await Promise.all([import('../../workflows/hooks/fix-staged.ts'), gitOf(context)]);
  const { repaired, left } = await fixStaged(found, { workspace, run, git, indexFile: context.variables.GIT_INDEX_FILE });
  return hookOutcome('pre-commit', repaired.length > 0 ? await preCommit(request, { workspace, run }) : found, { repaired, left });
}

async function pushed({ rest }: HookCall, workspace: Workspace, run: RunGit, context: CliContext): Promise<HookOutcome> {
  const [{ prePush }, { pushedRefs }, session] = await Promise.all([
    import('../../workflows/hooks/pre-push.ts'),
    import('./pushed-refs.ts'),
    localSession(context),
  ]);
  const refs = await pushedRefs(context);
  return hookOutcome(
    'pre-push',
    await prePush({ refs, remote: rest[0] ?? 'origin' }, { workspace, run, git: await gitOf(context), texts: session.texts }),
  );
}

async function gitOf(context: CliContext): Promise<Git> {
  const git = await (await localSession(context)).git();
  if (git === undefined) throw new Failure('git-missing', 'This is not a git repository, so there is nothing to commit or push.');
  return git;
}

async function localSession(context: CliContext) {
  return (await import('../session/local-session.ts')).openLocalSession(context);
}

import type { HookEvent, HookOutcome } from '../workflows/hooks/hook-outcome.ts';
import type { CliContext } from './context.ts';
import type { Ending } from './exit-code.ts';

export interface HookCall {
  readonly event: HookEvent;
  /** Of pre-commit: the files to look at. Of pre-push: the name and the address of the remote. */
  readonly rest: readonly string[];
}

interface HookFlags {
  readonly fix: boolean;
  readonly json: boolean;
}

/** Runs a hook and says what it found. Every file that it loads costs each commit. */
export async function runHook(call: HookCall, flags: HookFlags, context: CliContext): Promise<Ending> {
  const [{ openWorkspace }, { hookGit }, { hookText, hookJson }] = await Promise.all([
    import('../workspace/config/open-workspace.ts'),
    import('../workspace/hooks/proposed-tree.ts'),
    import('./render/machines/hook.ts'),
  ]);
  const { directory, config } = context.globals;
  const workspace = await openWorkspace({ cwd: directory, ...(config !== undefined && { config }) });
  const git = hookGit(workspace.root);
  const { preCommit } = await import('../workflows/hooks/pre-commit.ts');
  const { hookOutcome, isOnlyLock } = await import('../workflows/hooks/hook-outcome.ts');
  const found = await preCommit({ files: call.rest, directory }, { workspace, git });
  const outcome: HookOutcome = hookOutcome(call.event, found);
  const text = flags.json ? hookJson(outcome) : hookText(outcome, context.terminal.color);
  if (text !== '') context.terminal.print(text);
  if (outcome.errors === 0) return outcome.repaired.length > 0 ? 'validation' : 'ok';
  return isOnlyLock(outcome) ? 'drift' : 'validation';
}

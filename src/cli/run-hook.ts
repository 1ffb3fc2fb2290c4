import { type HookEvent, hookOutcome, isOnlyLock } from '../workflows/hooks/hook-outcome.ts';
import { preCommit } from '../workflows/hooks/pre-commit.ts';
import { openWorkspace } from '../workspace/config/open-workspace.ts';
import { hookGit } from '../workspace/hooks/proposed-tree.ts';
import type { CliContext } from './context.ts';
import type { Ending } from './exit-code.ts';
import { hookJson, hookText } from './render/machines/hook.ts';

export interface HookCall {
  readonly event: HookEvent;
  /** Of pre-commit: the files to look at. Of pre-push: the name and the address of the remote. */
  readonly rest: readonly string[];
}

export interface HookFlags {
  readonly fix: boolean;
  readonly json: boolean;
}

/** Runs a hook and says what it found. */
export async function runHook(call: HookCall, flags: HookFlags, { globals, terminal }: CliContext): Promise<Ending> {
  const { directory, config } = globals;
  const workspace = await openWorkspace({ cwd: directory, ...(config !== undefined && { config }) });
  const git = hookGit(workspace.root);
  const found = await preCommit({ files: call.rest, directory }, { workspace, git });
  const outcome = hookOutcome(call.event, found);
  const text = flags.json ? hookJson(outcome) : hookText(outcome, terminal.color);
  if (text !== '') terminal.print(text);
  if (outcome.errors === 0) return outcome.repaired.length > 0 ? 'validation' : 'ok';
  return isOnlyLock(outcome) ? 'drift' : 'validation';
}

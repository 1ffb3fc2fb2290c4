import type { Environments } from '../../workflows/release/environments.ts';
import type { PullRequest } from '../../workflows/release/pull/pull.ts';
import { type CliContext, isCi } from '../context.ts';
import { saidText } from '../program/flag-values.ts';

/** Flags of `pull` that `sync` takes too. */
export interface PullFlags {
  ours?: string[];
  theirs?: string[];
  reason?: string;
  frozen?: boolean;
  dryRun: boolean;
}

/** What the flags of `pull` ask for. @throws Failure `usage-invalid` for a reason that says nothing. */
export function pullRequest(
  prompts: readonly string[],
  { ours = [], theirs = [], reason, frozen, dryRun }: PullFlags,
  environments: Environments,
  variables: CliContext['variables'],
): PullRequest {
  const isFrozen = frozen ?? isCi(variables);
  return {
    prompts,
    ours,
    theirs,
    ...(reason !== undefined && { reason: saidText('--reason', reason) }),
    mode: dryRun ? 'dry-run' : isFrozen ? 'frozen' : 'write',
    environments,
  };
}

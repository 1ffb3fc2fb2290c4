import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { PullFlags } from '../../session/pull-request.ts';

/** Declares how conflicts are settled, and whether the lockfile may be written. */
export function addPullOptions(command: Command): Command {
  return command
    .option('--theirs <drafts...>', 'in conflicts take what these drafts say')
    .option('--ours <drafts...>', 'decline these drafts; the tree stays as it is')
    .option('--reason <text>', 'why edits are declined, for whoever made them')
    .option('--frozen', 'refuse to write the lockfile (the default when CI is set)')
    .option('--no-frozen', 'write even when CI is set');
}

interface Flags extends PullFlags {
  json: boolean;
}

export const registerPull: RegisterCommand = (program, run) => {
  const command = program
    .command('pull')
    .description('Bring in what changed in the registry: edits made there, and pins that moved')
    .argument('[prompts...]', 'only these (default: all)');
  addPullOptions(command)
    .option('--dry-run', 'show what would be done; write nothing', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane pull',
        'promptlane pull support/triage --dry-run',
        'promptlane pull --theirs support/triage',
        'promptlane pull --ours support/triage --reason "Too long for the chat window"',
        'promptlane pull --ours support/triage@9b2af7521a9e --reason "The other one is better"',
      ]),
    )
    .addHelpText(
      'after',
      '\nAn edit that both sides made differently is a conflict: its file stays as it is, the others are written, exit 7.',
    )
    .action((prompts: string[], flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { pullDependencies }, { pullRequest }, { pull }, { pullEnding, pullJson, pullText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/sync-dependencies.ts'),
          import('../../session/pull-request.ts'),
          import('../../../workflows/release/pull/pull.ts'),
          import('../../render/release/sync/pull.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const outcome = await pull(pullRequest(prompts, flags, environments, context.variables), await pullDependencies(session));
        const { terminal } = context;
        terminal.print(flags.json ? pullJson(outcome) : pullText(outcome, terminal.color));
        return pullEnding(outcome);
      }),
    );
};

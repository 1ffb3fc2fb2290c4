import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  to: string;
  from?: string;
  all: boolean;
  lockOnly: boolean;
  message?: string;
  breakGlass: boolean;
  reason?: string;
  json: boolean;
}

export const registerPromote: RegisterCommand = (program, run) => {
  program
    .command('promote')
    .description('Pin in one environment what the one before it pins')
    .argument('[prompts...]', 'prompt ids')
    .requiredOption('--to <environment>', 'environment to change')
    .option('--from <environment>', 'environment to take the pins from (default: the one before)')
    .option('--all', 'every prompt', false)
    .option('--lock-only', 'write the lockfile, leave the registry to `apply`', false)
    .option('-m, --message <text>', 'why, for the history')
    .option('--break-glass', 'move against policy; for admins, and everyone hears of it', false)
    .option('--reason <text>', 'why policy is broken')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane promote support/triage --to production', 'promptlane promote --all --to staging --lock-only']),
    )
    .action((prompts: string[], flags: Flags) =>
      run(async (context) => {
        const [{ brokenGlass }, { openSession }, { promote }, { promoteRequest }, { promotionJson, promotionText }] = await Promise.all([
          import('../../program/flag-values.ts'),
          import('../../session/session.ts'),
          import('../../../workflows/release/moves/promote.ts'),
          import('../../../workflows/release/moves/promote-request.ts'),
          import('../../render/release/promotion.ts'),
        ]);
        const { breakGlass: _glass, reason: _reason, ...asked } = flags;
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const outcome = await promote(promoteRequest({ ...asked, ...brokenGlass(flags), prompts }, environments), {
          lockfile: await session.lockfile(),
          registry: flags.lockOnly ? await session.registryIfConfigured() : await session.registry(),
          versions: await session.versions(),
        });
        const { terminal } = context;
        terminal.print(flags.json ? promotionJson(outcome) : promotionText(outcome, terminal.color));
        return outcome.plan.refusals.length > 0 && !outcome.applied ? 'access' : 'ok';
      }),
    );
};

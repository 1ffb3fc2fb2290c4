import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../register-command.ts';
import type { HookFlags } from '../../run-hook.ts';

export const registerHook: RegisterCommand = (program, run) => {
  const hook = program
    .command('hook')
    .description('Check prompts before every commit and push')
    .addHelpText('before', examples(['promptlane hook install', 'promptlane hook install --pre-push', 'promptlane hook run']));
  registerRun(hook, run);
};

const registerRun: RegisterCommand = (hook: Command, run) => {
  hook
    .command('run')
    .description('Check what is staged, or what is pushed, as git and hook managers call it')
    .argument('[event-and-files...]', 'pre-commit (default) and files to look at, or pre-push as git calls it')
    .option('--fix', 'repair what can be repaired, renew the lockfile, and stage both; ends with 3 when it did', false)
    .option('--json', 'print the findings as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane hook run',
        'promptlane hook run pre-commit prompts/support/triage.prompt.yaml',
        'promptlane hook run --fix',
        'promptlane hook run pre-push origin "$url" < refs',
      ]),
    )
    .addHelpText('after', '\nIt reads the index or the commits, never the working tree. Skip it once with `git commit --no-verify`.')
    .action((args: string[], flags: HookFlags) =>
      run(async (context) => {
        const [{ runHook }, { hookCall }] = await Promise.all([import('../../run-hook.ts'), import('../../hook-arguments.ts')]);
        return runHook(hookCall(args), flags, context);
      }),
    );
};

import type { Command } from 'commander';
import type { HookEvent } from '../../../workflows/hooks/hook-outcome.ts';
import { examples, type RegisterCommand } from '../../register-command.ts';

interface RunFlags {
  fix: boolean;
  json: boolean;
}

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
    .action((args: string[], flags: RunFlags) =>
      run(async (context) => (await import('../../run-hook.ts')).runHook(eventAndRest(args), flags, context)),
    );
};

function eventAndRest([first, ...rest]: readonly string[]): { readonly event: HookEvent; readonly rest: readonly string[] } {
  if (first === 'pre-commit' || first === 'pre-push') return { event: first, rest };
  return { event: 'pre-commit', rest: first === undefined ? rest : [first, ...rest] };
}

import type { Command } from 'commander';
import type { HookFlags } from '../../hook/run-hook.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { hookDependencies } from '../../session/hook-dependencies.ts';

export const registerHook: RegisterCommand = (program, run) => {
  const hook = program
    .command('hook')
    .description('Check prompts before every commit and push')
    .addHelpText('before', examples(['promptlane hook install', 'promptlane hook install --pre-push', 'promptlane hook run']));
  registerInstall(hook, run);
  registerUninstall(hook, run);
  registerRun(hook, run);
};

interface InstallFlags {
  prePush: boolean;
  force: boolean;
  json: boolean;
}

const registerInstall: RegisterCommand = (hook: Command, run) => {
  hook
    .command('install')
    .description('Have git check prompts in this clone; hooks that are there keep running')
    .option('--pre-push', 'check what is pushed as well', false)
    .option('--force', 'install beside a hook manager, or into a folder of hooks that other repositories share', false)
    .option('--json', 'print what was installed as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane hook install', 'promptlane hook install --pre-push', 'promptlane -C services/bot hook install']),
    )
    .addHelpText('after', '\nWhere husky, lefthook or pre-commit runs the hooks it changes nothing and prints the lines to add.')
    .action(({ prePush, force, json }: InstallFlags) =>
      run(async (context) => {
        const [{ installHooks }, dependencies, { hooksJson, hooksText }] = await Promise.all([
          import('../../../workflows/hooks/install-hooks.ts'),
          hookDependencies(context),
          import('../../render/machines/hook.ts'),
        ]);
        const hooks = prePush ? (['pre-commit', 'pre-push'] as const) : (['pre-commit'] as const);
        const outcome = await installHooks({ hooks, force }, dependencies);
        context.terminal.print(json ? hooksJson(outcome) : hooksText(outcome, context.terminal.color));
        return 'ok';
      }),
    );
};

const registerUninstall: RegisterCommand = (hook: Command, run) => {
  hook
    .command('uninstall')
    .description('Take our hooks out of this clone; what was there before comes back')
    .option('--json', 'print what was removed as JSON', false)
    .addHelpText('before', examples(['promptlane hook uninstall']))
    .action(({ json }: { json: boolean }) =>
      run(async (context) => {
        const [{ uninstallHooks }, dependencies, { hooksJson, hooksText }] = await Promise.all([
          import('../../../workflows/hooks/install-hooks.ts'),
          hookDependencies(context),
          import('../../render/machines/hook.ts'),
        ]);
        const outcome = await uninstallHooks(dependencies);
        context.terminal.print(json ? hooksJson(outcome) : hooksText(outcome, context.terminal.color));
        return 'ok';
      }),
    );
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
        const [{ runHook }, { hookCall }, { requireNoMisspeltEvent }] = await Promise.all([
          import('../../hook/run-hook.ts'),
          import('../../hook/hook-arguments.ts'),
          import('../../hook/misspelt-event.ts'),
        ]);
        requireNoMisspeltEvent(args);
        return runHook(hookCall(args), flags, context);
      }),
    );
};

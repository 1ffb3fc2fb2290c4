import type { HooksOutcome } from '../../../workflows/hooks/install-hooks.ts';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { hookDependencies } from '../../session/hook-dependencies.ts';

interface Flags {
  bare: boolean;
  gitOnly: boolean;
  /** Absent: asked where a person can answer. */
  hook?: boolean;
  json: boolean;
}

export const registerInit: RegisterCommand = (program, run) => {
  program
    .command('init')
    .description('Set up Promptlane in a folder: config, a sample prompt with an eval, editor schemas, git settings')
    .option('--bare', 'no sample', false)
    .option('--git-only', 'only tell this clone how git merges lockfiles and shows diffs, which no commit can carry', false)
    .option('--hook', 'have git check prompts before every commit (default: asked on a terminal, else not)')
    .option('--no-hook', 'do not, and do not ask')
    .option('--json', 'print what was written as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane init', 'promptlane init --bare --hook', 'promptlane -C my-app init', 'promptlane init --git-only']),
    )
    .addHelpText('after', '\nNothing of yours is ever overwritten. The schemas for editors are renewed: run it again after an update.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ init }, { programCommand }, { EXECUTABLE }, { initJson, initText }] = await Promise.all([
          import('../../../workflows/authoring/init.ts'),
          import('../../../workspace/git-settings/program-command.ts'),
          import('../../executable.ts'),
          import('../../render/start/init.ts'),
        ]);
        const { terminal, globals, variables } = context;
        const program = { executable: EXECUTABLE, node: process.execPath, path: variables.PATH ?? '' };
        const outcome = await init({
          directory: globals.directory,
          bare: flags.bare,
          gitOnly: flags.gitOnly,
          programAt: (top) => programCommand(program, top),
        });
        // Said before the question, which is about what comes next.
        if (!flags.json) terminal.print(initText(outcome, terminal.color));
        const hooks = (await wantsHook(flags, context)) ? await installedHook(context) : undefined;
        if (flags.json) terminal.print(initJson(outcome, hooks));
        return 'ok';
      }),
    );
};

async function wantsHook({ hook, json }: Flags, context: CliContext): Promise<boolean> {
  if (hook !== undefined) return hook;
  if (json || !context.terminal.isInteractive) return false;
  const [{ hookInPlace }, dependencies] = await Promise.all([
    import('../../../workflows/hooks/install-hooks.ts'),
    hookDependencies(context),
  ]);
  if (dependencies.workspace.gitRoot === undefined || (await hookInPlace(dependencies)) !== undefined) return false;
  const { askYesOrNo } = await import('../../terminal/ask.ts');
  return askYesOrNo('Check prompts before every commit in this clone?', context.host);
}

async function installedHook(context: CliContext): Promise<HooksOutcome> {
  const [{ installHooks }, { hooksText }] = await Promise.all([
    import('../../../workflows/hooks/install-hooks.ts'),
    import('../../render/machines/hook.ts'),
  ]);
  const outcome = await installHooks({ hooks: ['pre-commit'], force: false }, await hookDependencies(context));
  context.terminal.note(hooksText(outcome, context.terminal.noteColor));
  return outcome;
}

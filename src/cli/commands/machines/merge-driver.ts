import { wholeNumber } from '../../program/flag-values.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

export const registerMergeDriver: RegisterCommand = (program, run) => {
  program
    .command('merge-driver')
    .description('Merge lockfiles pin by pin, and kept checkpoints, when git asks for it')
    .argument('<base>', 'the lockfile that both sides come from (%O)')
    .argument('<ours>', 'our side; the result is written here (%A)')
    .argument('<theirs>', 'their side (%B)')
    .argument('[marker-size]', 'how long conflict markers are (%L)', '7')
    .argument('[path]', 'where the lockfile is in the repository (%P)', 'promptlane.lock')
    .addHelpText('before', examples(['promptlane init --git-only', 'promptlane merge-driver %O %A %B %L %P']))
    .addHelpText(
      'after',
      '\nGit runs it, once `promptlane init --git-only` has told it to. Exit code 7: a pin is in conflict, or the first environment has to be derived anew; `promptlane lock` goes on from there.',
    )
    .action((base: string, ours: string, theirs: string, markerSize: string, path: string) =>
      run(async ({ terminal, globals }) => {
        if (isCheckpoint(path)) {
          const { mergeCheckpointFiles } = await import('../../../workflows/release/merge/merge-checkpoint-files.ts');
          return (await mergeCheckpointFiles({ ours, theirs, directory: globals.directory })) ? 'ok' : 'conflict';
        }
        const [{ mergeLockfileFiles }, { driverText }] = await Promise.all([
          import('../../../workflows/release/merge/merge-lockfile-files.ts'),
          import('../../render/release/merge-driver.ts'),
        ]);
        const size = wholeNumber('marker-size', markerSize, { from: 7, to: 1000 });
        const outcome = await mergeLockfileFiles({ base, ours, theirs, path, markerSize: size, directory: globals.directory });
        const isOpen = outcome.conflicts.length > 0 || outcome.stale !== undefined;
        // Git shows what it hears on stderr among its own messages.
        if (isOpen) terminal.note(driverText(outcome, terminal.noteColor));
        return isOpen ? 'conflict' : 'ok';
      }),
    );
};

/** Paths of git have slashes everywhere. */
function isCheckpoint(path: string): boolean {
  return path.split('/').at(-1) === 'promptlane.checkpoint';
}

import { Failure } from '../../../base/failure.ts';
import type { ComparisonRequest } from '../../../workflows/compare/comparison.ts';
import type { CliContext } from '../../context.ts';
import { wholeNumber } from '../../program/flag-values.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { SideBySideStyle } from '../../render/compare/side-by-side.ts';
import type { Terminal } from '../../terminal/terminal.ts';

interface Flags {
  against?: string;
  sideBySide: boolean;
  stat: boolean;
  patch: boolean;
  json: boolean;
  context: string;
  width?: string;
  exitCode: boolean;
}

export const registerDiff: RegisterCommand = (program, run) => {
  program
    .command('diff')
    .description('Compare what versions mean: model, parameters, inputs, tools, schema field by field, texts by word')
    .argument('[before]', 'a reference, a prompt file, or a whole side: an environment, git:<revision>, @index')
    .argument('[after]', 'what it is compared with (default: the working tree)')
    .option('--against <side>', 'compare the prompts named, or all, with an environment, a git revision or index')
    .option('--side-by-side', 'two columns, line beside line', false)
    .option('--stat', 'one line per change', false)
    .option('--patch', 'a unified diff of the source files, for `git apply` and `patch -p1`', false)
    .option('--json', 'print the differences as JSON', false)
    .option('-U, --context <lines>', 'unchanged lines around a change', '3')
    .option('--width <columns>', 'columns of --side-by-side (default: the terminal, 120 in a pipe)')
    .option('--exit-code', 'end with 4 when anything differs', false)
    .addHelpText(
      'before',
      examples([
        'promptlane diff',
        'promptlane diff staging production --stat',
        'promptlane diff support/triage@production --side-by-side',
        'promptlane diff --against main --patch | git apply -R',
        'promptlane diff support/triage@git:HEAD~3 support/triage@staging',
      ]),
    )
    .action((before: string | undefined, after: string | undefined, flags: Flags) =>
      run(async (context) => {
        const [{ comparisonDependencies }, { openComparison }, { isSame }, { diffView, patchText }] = await Promise.all([
          import('../../session/comparison-dependencies.ts'),
          import('../../../workflows/compare/comparison.ts'),
          import('../../../workflows/compare/diff.ts'),
          import('../../render/compare/diff.ts'),
        ]);
        const { terminal } = context;
        const view = viewOf(flags);
        const style = styleOf(flags, terminal);
        const comparison = await openComparison(requestOf(before, after, flags, context), comparisonDependencies(context));
        if (view === 'patch') {
          const patch = await comparison.patch(style.context);
          terminal.write(terminal.facts.isTTY ? patchText(patch, style) : patch);
          return flags.exitCode && patch !== '' ? 'drift' : 'ok';
        }
        const outcome = await comparison.diff();
        terminal.print(diffView(view, outcome, style));
        return flags.exitCode && !isSame(outcome) ? 'drift' : 'ok';
      }),
    );
};

function requestOf(before: string | undefined, after: string | undefined, { against }: Flags, { globals }: CliContext): ComparisonRequest {
  const named = [before, after].filter((argument) => argument !== undefined);
  return { named, directory: globals.directory, ...(against !== undefined && { against }) };
}

/** Two columns of a text that people write; a pipe has no width. */
const PIPE_WIDTH = 120;

function styleOf({ context, width }: Flags, terminal: Terminal): SideBySideStyle {
  const columns = width === undefined ? undefined : wholeNumber('--width', width, { from: 40, to: 1_000 });
  return {
    color: terminal.color,
    context: wholeNumber('--context', context, { from: 0, to: 1_000_000 }),
    width: columns ?? (terminal.facts.isTTY ? terminal.width : PIPE_WIDTH),
  };
}

function viewOf({ sideBySide, stat, patch, json }: Flags) {
  const asked = [sideBySide && 'side-by-side', stat && 'stat', patch && 'patch', json && 'json'].filter((view) => view !== false);
  const [view = 'words', second] = asked as ('side-by-side' | 'stat' | 'patch' | 'json')[];
  if (second === undefined) return view;
  throw new Failure('usage-invalid', `--${view} and --${second} are two views; give one.`);
}

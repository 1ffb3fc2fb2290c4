import type { Ending } from '../../../base/exit-code.ts';
import { Failure } from '../../../base/failure.ts';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  check: boolean;
  stdin: boolean;
  stdinFilepath?: string;
  json: boolean;
}

export const registerFmt: RegisterCommand = (program, run) => {
  program
    .command('fmt')
    .description('Lay out prompts, guardrail sets and suites in one style')
    .argument('[paths...]', 'files or folders; a file is taken whatever its name (default: the whole workspace)')
    .option('--check', 'write nothing; end with 3 when a file is not in style', false)
    .option('--stdin', 'lay out what stdin gives, and print it', false)
    .option('--stdin-filepath <path>', 'with `--stdin`: the name of the file that it is')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane fmt',
        'promptlane fmt --check prompts',
        'promptlane fmt --stdin --stdin-filepath a.prompt.yaml < a.prompt.yaml',
      ]),
    )
    .action((paths: string[], flags: Flags) =>
      run((context) => (flags.stdin ? formatStdin(paths, flags, context) : format(paths, flags, context))),
    );
};

async function format(paths: readonly string[], flags: Flags, context: CliContext): Promise<Ending> {
  const [{ openSession }, { formatFiles }, { formatJson, formatText }] = await Promise.all([
    import('../../session/session.ts'),
    import('../../../workflows/authoring/format.ts'),
    import('../../render/author/format.ts'),
  ]);
  const session = openSession(context);
  const { root } = await session.workspace();
  const request = { paths, directory: context.globals.directory, isCheck: flags.check };
  const outcome = await formatFiles(request, { root, sources: await session.sources() });
  const { terminal } = context;
  terminal.print(flags.json ? formatJson(outcome) : formatText(outcome, terminal.color));
  return outcome.left.length > 0 || (flags.check && outcome.changed.length > 0) ? 'validation' : 'ok';
}

/** For editors: nothing but the text goes to stdout, and nothing at all when it cannot be laid out. */
async function formatStdin(paths: readonly string[], flags: Flags, { terminal, host }: CliContext): Promise<Ending> {
  if (paths.length > 0) throw new Failure('usage-invalid', '`--stdin` takes no paths.', { hint: 'Name the file with `--stdin-filepath`.' });
  const [{ text: read }, { formatText, formattedKind }] = await Promise.all([
    import('node:stream/consumers'),
    import('../../../workflows/authoring/format.ts'),
  ]);
  const path = flags.stdinFilepath ?? 'stdin.prompt.yaml';
  const text = await read(host.stdin);
  const formatted = formatText({ path, kind: formattedKind(path), text });
  if ('problem' in formatted) throw new Failure('prompts-invalid', `${path} cannot be laid out: ${formatted.problem}`);
  if (flags.check) return formatted.text === text ? 'ok' : 'validation';
  terminal.write(formatted.text);
  return 'ok';
}

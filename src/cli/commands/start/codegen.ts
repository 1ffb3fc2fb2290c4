import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  out?: string;
  check: boolean;
}

export const registerCodegen: RegisterCommand = (program, run) => {
  program
    .command('codegen')
    .description('Generate TypeScript types of what prompts take and answer')
    .option('--out <file>', 'write them there; without it they are printed')
    .option('--check', 'exit 4 when the file is out of date, and write nothing', false)
    .addHelpText('before', examples(['promptlane codegen --out src/prompts.ts', 'promptlane codegen --out src/prompts.ts --check']))
    .addHelpText('after', "\nUse them by prompt id: `Inputs<'support/triage'>`, `Output<'support/triage'>`.")
    .action(({ out, check }: Flags) =>
      run(async (context) => {
        if (check && out === undefined) {
          throw new Failure('usage-invalid', '--check needs to know the file.', { hint: 'Name the file with `--out FILE`.' });
        }
        const [{ openSession }, { codegen }, { codegenText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/setup/codegen.ts'),
          import('../../render/start/codegen.ts'),
        ]);
        const { terminal, globals } = context;
        const file = out === undefined ? {} : { file: resolve(globals.directory, out) };
        const outcome = await codegen({ ...file, isCheck: check }, await openSession(context).tree());
        if (out === undefined) terminal.write(outcome.text);
        else terminal.print(codegenText(outcome, out, terminal.color));
        return outcome.file === 'outdated' ? 'drift' : 'ok';
      }),
    );
};

import { Option } from 'commander';
import { Failure } from '../../../base/failure.ts';
import type { CheckDependencies, CheckRequest } from '../../../workflows/authoring/check.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { VERSION } from '../../version.ts';
import { printReport, REPORT_FORMATS, type ReportFlags, reportFormat } from '../../wiring/report-output.ts';

interface Flags extends ReportFlags {
  staged: boolean;
  fix: boolean;
}

export const registerCheck: RegisterCommand = (program, run) => {
  program
    .command('check')
    .description('Validate prompts, partials, guardrail sets and suites')
    .argument('[paths...]', 'files or folders; a file is taken whatever its name (default: the whole workspace)')
    .option('--staged', 'check what is staged in git instead of the working tree', false)
    .option('--fix', 'repair in the files what can be repaired mechanically, then say what remains', false)
    .addOption(new Option('--format <format>', 'the form of the findings (default: text)').choices(REPORT_FORMATS))
    .option('--json', 'the same as --format json', false)
    .option('--output <file>', 'write the format to a file, and print the text')
    .addHelpText(
      'before',
      examples([
        'promptlane check',
        'promptlane check prompts/support',
        'promptlane check --staged',
        'promptlane check --fix',
        'promptlane check --format github',
      ]),
    )
    .action((paths: string[], flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { check }, { checkJson, checkText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/authoring/check.ts'),
          import('../../render/author/check.ts'),
        ]);
        const format = reportFormat(flags);
        if (flags.fix && flags.staged) {
          throw new Failure('usage-invalid', '`--fix` repairs files of the working tree, and `--staged` checks what is staged.', {
            hint: 'Run `check --fix`, look at the changes, and stage them.',
          });
        }
        const session = openSession(context);
        const { root, config } = await session.workspace();
        const sources = flags.staged ? await session.indexSources() : await session.sources();
        const environments = config.environments.map(({ name }) => name);
        const request = { paths, directory: context.globals.directory };
        const outcome = flags.fix
          ? await repaired(request, { root, sources, environments })
          : await check(request, { root, sources, environments });
        const reported = {
          text: () => checkText(outcome, context.terminal.color),
          json: () => checkJson(outcome),
          report: async () => {
            const { checkReport } = await import('../../../workflows/authoring/check-report.ts');
            return checkReport(outcome, { version: VERSION, workspace: await session.workspace() });
          },
        };
        await printReport(format, reported, flags, context);
        return outcome.errors > 0 ? 'validation' : 'ok';
      }),
    );
};

async function repaired(request: CheckRequest, dependencies: CheckDependencies) {
  const { fix } = await import('../../../workflows/authoring/fix.ts');
  return fix(request, dependencies);
}

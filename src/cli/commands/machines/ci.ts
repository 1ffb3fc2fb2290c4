import { Option } from 'commander';
import type { CiFlags } from '../../ci/ci-flags.ts';
import { examples, type RegisterCommand } from '../../register-command.ts';
import { REPORT_FORMATS } from '../../report-output.ts';

export const registerCi: RegisterCommand = (program, run) => {
  program
    .command('ci')
    .description('Judge a change by every gate of a pull request in one run: one verdict, one report')
    .option('--against <side>', 'a git revision or an environment (default: where the branch left the main one)')
    .option('--env <environment>', 'the environment that the change is meant for: its levels and its plan')
    .option('--fail-on <list>', 'what fails the run: gates, `warnings`, or `none` (default: every gate)')
    .option('--restricted', "take the change for a stranger's: no key, no registry, no network", false)
    .addOption(new Option('--format <format>', 'the form of what is printed (default: text)').choices(REPORT_FORMATS))
    .option('--json', 'the same as --format json', false)
    .option('--report-json <file>', 'also write the JSON document')
    .option('--sarif <file>', 'also write SARIF, for code scanning')
    .option('--junit <file>', 'also write JUnit XML')
    .addHelpText(
      'before',
      examples([
        'promptlane ci',
        'promptlane ci --against origin/main --env production',
        'promptlane ci --fail-on check,lock,breaking,warnings',
        'promptlane ci --report-json ci.json --sarif ci.sarif',
      ]),
    )
    .action((flags: CiFlags) =>
      run(async (context) => {
        const [{ judgeChange }, { printCi }] = await Promise.all([import('../../ci/judge-change.ts'), import('../../ci/print-ci.ts')]);
        const { document, ending } = await judgeChange(flags, context);
        await printCi(document, flags, context);
        return ending;
      }),
    );
};

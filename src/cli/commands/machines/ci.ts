import { Option } from 'commander';
import { CI_FORMATS, type CiFlags } from '../../ci/ci-flags.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

export const registerCi: RegisterCommand = (program, run) => {
  program
    .command('ci')
    .description('Judge a change by every gate of a pull request in one run: one verdict, one report')
    .option('--against <side>', 'a git revision or an environment (default: where the branch left the main one)')
    .option('--env <environment>', 'the environment that the change is meant for: its levels, baselines and plan')
    .option('--fail-on <list>', 'what fails the run: gates, `warnings`, or `none` (default: every gate)')
    .addOption(new Option('--suites <which>', 'the eval suites to run').choices(['affected', 'all']).default('affected'))
    .option('--model <provider/model>', 'ask this model instead of the one that the suite or the prompt names')
    .option('--cassette <file>', 'take recorded answers instead of asking a provider')
    .option('--max-cost <dollars>', 'start no further call once all suites have spent this much')
    .option('--restricted', "take the change for a stranger's: no key, no registry, no network", false)
    .addOption(new Option('--format <format>', 'the form of what is printed (default: text)').choices(CI_FORMATS))
    .option('--json', 'the same as --format json', false)
    .option('--report-json <file>', 'also write the JSON document')
    .option('--report-md <file>', 'also write Markdown, for a comment')
    .option('--sarif <file>', 'also write SARIF, for code scanning')
    .option('--junit <file>', 'also write JUnit XML')
    .option('--code-quality <file>', 'also write a Code Quality report, for GitLab')
    .option('--plan-out <file>', 'also save the plan; `promptlane apply <file>` refuses it once the registry has moved')
    .option('--annotations-limit <number>', 'annotations of each kind in GitHub Actions (default: 10, which is what GitHub shows)')
    .option('--no-annotations', 'print no annotations in GitHub Actions')
    .option('--no-summary', 'write no job summary in GitHub Actions')
    .addHelpText(
      'before',
      examples([
        'promptlane ci',
        'promptlane ci --against origin/main --env production',
        'promptlane ci --fail-on check,lock,breaking,warnings',
        'promptlane ci --restricted --json',
        'promptlane ci --code-quality gl-code-quality.json --junit junit.xml',
      ]),
    )
    .addHelpText(
      'after',
      '\nGates: check, secrets, lock, breaking, eval, plan. The exit code is that of the gate that failed;' +
        '\nof several the lowest of 1, 2, 8 and 9, else that of the first gate. docs/ci.md says more.',
    )
    .action((flags: CiFlags) =>
      run(async (context) => {
        const [{ runGates }, { printCi, requireOneFormat }] = await Promise.all([
          import('../../ci/run-gates.ts'),
          import('../../ci/print-ci.ts'),
        ]);
        const output = requireOneFormat(flags, context.globals.directory);
        const { document, ending } = await runGates(flags, context);
        await printCi(document, output, flags, context);
        return ending;
      }),
    );
};

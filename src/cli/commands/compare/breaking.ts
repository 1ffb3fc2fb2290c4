import { Option } from 'commander';
import type { Ending } from '../../../base/exit-code.ts';
import type { BreakingRequest } from '../../../workflows/compare/breaking.ts';
import type { CliContext } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { VERSION } from '../../version.ts';
import { printReport, REPORT_FORMATS, type ReportFlags, reportFormat } from '../../wiring/report-output.ts';

interface Flags extends ReportFlags {
  against?: string;
  environment?: string;
  staged: boolean;
}

const ENDINGS = { compatible: 'ok', breaking: 'breaking', 'invalid-ignores': 'validation' } as const satisfies Record<string, Ending>;

export const registerBreaking: RegisterCommand = (program, run) => {
  program
    .command('breaking')
    .description('Say what a change breaks for the callers of the prompts, what needs an eval, and what costs more')
    .argument('[prompts...]', 'ids of prompts (default: all)')
    .option('--against <side>', 'an environment, a git revision or index (default: where the branch left the main one)')
    .option('--environment <name>', 'use the levels of this environment (default: the one compared with)')
    .option('--staged', 'check what is staged in git instead of the working tree', false)
    .addOption(new Option('--format <format>', 'the form of the findings (default: text)').choices(REPORT_FORMATS))
    .option('--json', 'the same as --format json', false)
    .option('--output <file>', 'write the format to a file, and print the text')
    .addHelpText(
      'before',
      examples([
        'promptlane breaking',
        'promptlane breaking --against production',
        'promptlane breaking --against origin/main --format github',
        'promptlane breaking --format sarif --output breaking.sarif',
      ]),
    )
    .action((prompts: string[], flags: Flags) =>
      run(async (context) => {
        const format = reportFormat(flags);
        const [{ comparisonDependencies }, { breaking }, { breakingChanges }, { breakingReport }, { breakingJson, breakingText }] =
          await Promise.all([
            import('../../session/comparison-dependencies.ts'),
            import('../../../workflows/compare/breaking.ts'),
            import('../../../prompt/breaking/breaking-changes.ts'),
            import('../../../workflows/compare/breaking-report.ts'),
            import('../../render/compare/breaking.ts'),
          ]);
        const dependencies = comparisonDependencies(context);
        const outcome = await breaking(await requestOf(prompts, flags, context), {
          ...dependencies,
          classify: breakingChanges,
          measure: async (models) => (await import('../../../models/tokens/measure-texts.ts')).measureTexts(models),
        });
        const origin = { version: VERSION, workspace: await dependencies.workspace() };
        const reported = {
          text: () => breakingText(outcome, context.terminal.color),
          json: () => breakingJson(outcome),
          report: () => breakingReport(outcome, origin),
        };
        await printReport(format, reported, flags, context);
        return ENDINGS[outcome.verdict];
      }),
    );
};

async function requestOf(
  prompts: readonly string[],
  { against, environment, staged }: Flags,
  { variables }: CliContext,
): Promise<BreakingRequest> {
  const { parsePromptId } = await import('../../../prompt/reference.ts');
  // GitHub and GitLab tell the branch that a pull request goes to.
  const targetBranch = variables.GITHUB_BASE_REF || variables.CI_MERGE_REQUEST_TARGET_BRANCH_NAME || undefined;
  return {
    prompts: prompts.map((text) => parsePromptId(text)),
    staged,
    ...(against !== undefined && { against }),
    ...(environment !== undefined && { environment }),
    ...(targetBranch !== undefined && { targetBranch }),
  };
}

import { Option } from 'commander';
import type { ExportFormat } from '../../../workflows/rollouts/export-units.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  rollout?: string;
  format: ExportFormat;
}

/** Declares `rollout export`. */
export const registerRolloutExport: RegisterCommand = (rollout, run) => {
  rollout
    .command('export')
    .description('Print every unit of a rollout with its variant and what became of it')
    .argument('<prompt>', 'prompt id')
    .requiredOption('--env <environment>', 'where')
    .option('--rollout <id>', 'an earlier one (default: the newest)')
    .addOption(new Option('--format <format>', 'the form').choices(['csv', 'jsonl']).default('csv'))
    .addHelpText(
      'before',
      examples([
        'promptlane rollout export support/triage --env production > units.csv',
        'promptlane rollout export support/triage --env production --format jsonl',
      ]),
    )
    .action((prompt: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { parsePromptId }, { environmentNamed }, { exportedUnits }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../prompt/reference.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../../workflows/rollouts/export-units.ts'),
        ]);
        const session = openSession(context);
        const environment = environmentNamed((await session.workspace()).config.environments, flags.env);
        const name = { environment, prompt: parsePromptId(prompt), ...(flags.rollout !== undefined && { rollout: flags.rollout }) };
        for await (const text of exportedUnits(await session.registry(), name, flags.format)) context.terminal.write(text);
        return 'ok';
      }),
    );
};

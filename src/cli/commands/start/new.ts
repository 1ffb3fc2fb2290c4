import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  model?: string;
}

export const registerNew: RegisterCommand = (program, run) => {
  program
    .command('new')
    .description('Create a prompt file that passes check')
    .argument('<id>', 'the id, for example support/triage')
    .option('--model <provider/model>', 'the model it asks (default: models.default of the config, else openai/gpt-4o-mini)')
    .addHelpText('before', examples(['promptlane new support/triage', 'promptlane new support/triage --model anthropic/claude-sonnet-4']))
    .action((id: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { createPrompt }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/authoring/create-prompt.ts'),
        ]);
        const session = openSession(context);
        const path = await createPrompt({ id, ...flags }, await session.workspace(), await session.tree());
        context.terminal.print(path);
        context.terminal.note(`Edit it, then run \`promptlane check\` and \`promptlane render ${id} --var topic="..."\`.`);
        return 'ok';
      }),
    );
};

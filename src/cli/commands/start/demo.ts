import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  keep: boolean;
}

export const registerDemo: RegisterCommand = (program, run) => {
  program
    .command('demo')
    .description('Play the whole story on a sample project in a temporary folder')
    .option('--keep', 'leave the folder there to look around in', false)
    .addHelpText('before', examples(['promptlane demo', 'promptlane demo --keep']))
    .addHelpText(
      'after',
      '\nNeeds git and nothing else: the answers are recorded ones. With OPENAI_API_KEY, or a local Ollama, it asks a real model.',
    )
    .action((flags: Flags) =>
      run(async (context) => {
        const { playDemo } = await import('../../demo/play-demo.ts');
        return playDemo(flags, context);
      }),
    );
};

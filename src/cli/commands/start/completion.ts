import { Argument } from 'commander';
import { SHELLS, type Shell } from '../../completion/shells.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

export const registerCompletion: RegisterCommand = (program, run) => {
  program
    .command('completion')
    .description('Print what a shell needs to complete commands, flags, ids and environments')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .argument('[words...]', 'after `--`: the words so far; prints what the last may become')
    .addHelpText(
      'before',
      examples([
        'source <(promptlane completion bash)',
        'promptlane completion zsh > ~/.zfunc/_promptlane',
        'promptlane completion fish > ~/.config/fish/completions/promptlane.fish',
        'promptlane completion bash -- show support/',
      ]),
    )
    .action((shell: Shell, words: string[]) =>
      run(async (context) => {
        if (words.length === 0) {
          const { SCRIPTS } = await import('../../completion/scripts.ts');
          context.terminal.write(SCRIPTS[shell]);
        } else {
          const { completionAnswer } = await import('../../completion/answer.ts');
          context.terminal.print(await completionAnswer(program, words, context));
        }
        return 'ok';
      }),
    );
};

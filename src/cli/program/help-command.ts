import type { Command } from 'commander';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { examples } from './register-command.ts';

/** Adds `help [command...]`: like commander's own, but it goes as deep as commands do, and knows what was meant. */
export function addHelpCommand(program: Command): void {
  program.helpCommand(false);
  program
    .commandsGroup('Help:')
    .command('help')
    .description('Show the help of a command')
    .argument('[command...]', 'its name, and that of a command below it')
    .addHelpText('before', examples(['promptlane help', 'promptlane help lock', 'promptlane help config explain']))
    .action((names: string[]) => names.reduce(commandNamed, program).outputHelp());
}

function commandNamed(parent: Command, name: string): Command {
  const child = parent.commands.find((command) => command.name() === name);
  if (child !== undefined) return child;
  const names = parent.commands.map((command) => command.name());
  throw new Failure('usage-invalid', `Unknown command "${name}".${didYouMean(name, names)}`, {
    hint: 'Run `promptlane --help` to see the commands.',
  });
}

import type { Command, CommanderError } from 'commander';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';

/** What commander says of a command line that is wrong, as a failure in our words, with the help that fits. */
export function usageFailure(error: CommanderError, command: Command): Failure {
  const path = pathOf(command);
  const isProgram = command.parent === null;
  return new Failure('usage-invalid', saidBy(error), {
    hint: isProgram ? `Run \`${path} --help\` to see the commands.` : `Run \`${path} --help\` to see its arguments and examples.`,
    cause: error,
  });
}

/** `error: option '--to <format>' argument 'x' is invalid. Allowed choices are a, b.`, and the same of arguments. */
const CHOICE =
  /^error: (?:option '.*(--[\w-]+).*' argument|command-argument value) '(.*)' is invalid(?: for argument '(.*)')?\. Allowed choices are (.*)\.$/s;

/** `error: unknown command 'lokc'\n(Did you mean lock?)` becomes `Unknown command "lokc". Did you mean "lock"?` */
function saidBy({ message }: CommanderError): string {
  const [, flag, value = '', argument, choices] = CHOICE.exec(message) ?? [];
  if (choices !== undefined)
    return `${flag ?? `<${argument}>`} is one of ${choices}, not "${value}".${didYouMean(value, choices.split(', '))}`;
  const [, said = message, similar] = /^(?:error: )?(.*?)\.?(?:\n\(Did you mean (.*)\?\))?$/s.exec(message) ?? [];
  const sentence = said.charAt(0).toUpperCase() + said.slice(1).replace(/'([^'\n]*)'/g, '"$1"');
  return similar === undefined ? `${sentence}.` : `${sentence}. Did you mean ${meant(similar)}?`;
}

/** One word, or commander's `one of a, b`. */
function meant(similar: string): string {
  const words = similar.replace(/^one of /, '').split(', ');
  return words.map((word) => `"${word}"`).join(' or ');
}

/** The command as it is typed. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

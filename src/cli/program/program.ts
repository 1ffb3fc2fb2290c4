import { resolve } from 'node:path';
import { type Argument, Command, Help } from 'commander';
import { COMMANDS } from '../commands/index.ts';
import type { GlobalOptions } from '../context.ts';
import { type Host, processHost } from '../host.ts';
import type { CliAction } from '../run-action.ts';
import { fitHelp, HELP_WIDTH } from '../terminal/fit-help.ts';
import { VERSION } from '../version.ts';
import { addHelpCommand } from './help-command.ts';
import { examples } from './register-command.ts';
import { usageFailure } from './usage-failure.ts';

/** Global flags as commander parses them. */
export interface GlobalFlags {
  directory?: string;
  config?: string;
  registry?: string;
  debug?: boolean;
  color: boolean;
  input: boolean;
}

/** Turns an action into what commander calls; the global flags come from the program. */
export type StartAction = (action: CliAction) => (flags: GlobalFlags) => Promise<void>;

/** The whole command line: global flags, then every command in the order of the groups of its help. */
export function buildProgram(start: StartAction, { stdout, stderr }: Pick<Host, 'stdout' | 'stderr'> = processHost()): Command {
  const program = new Command('promptlane')
    .description('Prompts as versioned infrastructure: YAML in Git, content digests, gated releases, instant rollback.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('-C, --directory <dir>', 'run as if started there')
    .option('--config <file>', 'the config to obey instead of the nearest one; inside the repository')
    .option('--registry <url>', 'the registry to talk to (PROMPTLANE_REGISTRY_URL)')
    .option('--no-color', 'no colours (NO_COLOR)')
    .option('--no-input', 'never ask; a needed answer is an error')
    .option('--debug', 'show stack traces')
    .addHelpText('before', examples(['promptlane init', 'promptlane new support/triage', 'promptlane check']))
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => stdout.write(fitHelp(text, columnsOf(stdout))),
      writeErr: (text) => stderr.write(fitHelp(text, columnsOf(stderr))),
      getOutHelpWidth: () => columnsOf(stdout),
      getErrHelpWidth: () => columnsOf(stderr),
      // A wrong command line is reported like every other failure.
      outputError: () => {},
    });
  program.configureHelp({
    // Every command has options; without that word the list of commands fits 80 columns.
    subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    // That a switch is off unless it is given needs no words.
    optionDescription: (option) =>
      option.defaultValue === false ? option.description : Help.prototype.optionDescription.call(program.createHelp(), option),
  });
  const run = (action: CliAction) => start(action)(program.opts<GlobalFlags>());
  for (const { group, register } of COMMANDS) {
    program.commandsGroup(group);
    register(program, run);
  }
  addHelpCommand(program);
  throwFailures(program);
  return program;
}

function columnsOf(stream: { readonly columns?: number }): number {
  return Math.min(stream.columns || HELP_WIDTH, HELP_WIDTH);
}

/** Makes a command and those below it throw what commander would print and exit with. */
function throwFailures(command: Command): void {
  command.exitOverride((error) => {
    // Help and version end so too, and have said all they had to.
    throw SAID.has(error.code) ? error : usageFailure(error, command);
  });
  for (const child of command.commands) throwFailures(child);
}

const SAID: ReadonlySet<string> = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version']);

function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** The global flags with their defaults. */
export function globalOptions(flags: GlobalFlags, workingDirectory: string): GlobalOptions {
  return {
    directory: resolve(workingDirectory, flags.directory ?? '.'),
    ...(flags.config !== undefined && { config: flags.config }),
    registry: flags.registry,
    debug: flags.debug ?? false,
    color: flags.color,
    input: flags.input,
  };
}

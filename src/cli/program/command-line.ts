import { CommanderError } from 'commander';
import { exitCode } from '../../base/exit-code.ts';
import { openContext } from '../context.ts';
import type { Host } from '../host.ts';
import { type CliAction, runAction } from '../run-action.ts';
import { openTerminal } from '../terminal/terminal.ts';
import { buildProgram, type GlobalFlags, globalOptions } from './program.ts';

/** The command line on one host, for one run. */
export interface CommandLine {
  /** Runs what the arguments ask for and gives the exit code; it never throws. */
  run(argv: readonly string[]): Promise<number>;
  /** Reports an error that no command could catch, and gives the exit code. */
  report(error: unknown): Promise<number>;
}

/** Opens the command line on a host: a process, or what stands in for one. */
export function commandLine(host: Host): CommandLine {
  let ended = 0;
  const start = async (action: CliAction, flags: GlobalFlags): Promise<number> => {
    const globals = globalOptions(flags, host.directory);
    const terminal = await openTerminal(globals, host);
    return runAction(action, openContext({ terminal, globals, variables: host.variables, host }));
  };
  const program = buildProgram(
    (action) => async (flags) => {
      ended = await start(action, flags);
    },
    host,
  );
  const report = (error: unknown) => start(() => Promise.reject(error), program.opts<GlobalFlags>());
  return {
    report,
    async run(argv) {
      try {
        await program.parseAsync(argv, { from: 'user' });
        return ended;
      } catch (error) {
        if (!(error instanceof CommanderError)) return report(error);
        // Help and version "fail" with 0; help that nobody asked for is the answer to a missing command.
        return error.exitCode === 0 ? exitCode('ok') : exitCode('usage');
      }
    },
  };
}

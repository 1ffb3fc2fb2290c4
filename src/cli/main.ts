import { CommanderError } from 'commander';
import { openContext } from './context.ts';
import { exitCode } from './exit-code.ts';
import { buildProgram, type GlobalFlags, globalOptions } from './program.ts';
import { type CliAction, runAction } from './run-action.ts';
import { openTerminal, tolerateClosedPipes } from './terminal/terminal.ts';

/** Runs the command line and returns the exit code; `bin` hands it to the process. */
export async function main(argv: readonly string[]): Promise<number> {
  tolerateClosedPipes();
  let ended = 0;
  const program = buildProgram((action) => async (flags) => {
    ended = await runInProcess(action, flags);
  });
  const report = (error: unknown) => runInProcess(() => Promise.reject(error), program.opts<GlobalFlags>());
  process.once('uncaughtException', (error) => {
    // What goes on is in a state that nobody knows: there is nothing left to wait for.
    void report(error).then((code) => process.exit(code));
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return ended;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error);
    // Help and version "fail" with 0; help that nobody asked for is the answer to a missing command.
    return error.exitCode === 0 ? exitCode('ok') : exitCode('usage');
  }
}

async function runInProcess(action: CliAction, flags: GlobalFlags): Promise<number> {
  const globals = globalOptions(flags, workingDirectory());
  const terminal = await openTerminal(globals);
  return runAction(action, openContext({ terminal, globals, variables: process.env }));
}

/** Where the process was started. A folder that was deleted meanwhile keeps the name that the shell knew, and is reported as missing. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env.PWD ?? '/';
  }
}

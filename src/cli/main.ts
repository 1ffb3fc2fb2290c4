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
  try {
    await program.parseAsync(argv, { from: 'user' });
    return ended;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version "fail" with 0; every other complaint about arguments is a usage error.
    return error.exitCode === 0 ? exitCode('ok') : exitCode('usage');
  }
}

async function runInProcess(action: CliAction, flags: GlobalFlags): Promise<number> {
  const globals = globalOptions(flags, process.cwd());
  const terminal = await openTerminal(globals);
  return runAction(action, openContext({ terminal, globals, variables: process.env }));
}

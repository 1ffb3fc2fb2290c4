import { FAILURES, Failure } from '../base/failure.ts';
import type { CliContext } from './context.ts';
import { type Ending, exitCode } from './exit-code.ts';

/** What a command does once its arguments are parsed; it returns how it ended. */
export type CliAction = (context: CliContext) => Promise<Ending>;

/** Runs one command and turns whatever happens into an exit code. The only `catch` of the CLI. */
export async function runAction(action: CliAction, context: CliContext): Promise<number> {
  try {
    return exitCode(await action(context));
  } catch (error) {
    return exitCode(error instanceof Failure ? reportFailure(error, context) : reportDefect(error, context));
  } finally {
    await context.close();
  }
}

function reportFailure(failure: Failure, { terminal, globals }: CliContext): Ending {
  const { noteColor } = terminal;
  const where = failure.where ? `${failure.where.file}:${failure.where.line}:${failure.where.column}: ` : '';
  terminal.note(
    `${noteColor.red('error')} ${where}${failure.message} ${noteColor.dim(`[${failure.code}]`)}\n${noteColor.dim(failure.hint)}`,
  );
  if (globals.debug && failure.stack !== undefined) terminal.note(failure.stack);
  return FAILURES[failure.code].kind;
}

function reportDefect(error: unknown, { terminal }: CliContext): Ending {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.note(`${terminal.noteColor.red('unexpected error')}: please report this.\n${text}`);
  return 'defect';
}

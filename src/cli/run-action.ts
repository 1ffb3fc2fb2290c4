import { type Ending, exitCode, worstEnding } from '../base/exit-code.ts';
import { FAILURES, Failure } from '../base/failure.ts';
import { printableLines } from '../base/text/printable.ts';
import type { CliContext } from './context.ts';

/** What a command does once its arguments are parsed; it returns how it ended. */
export type CliAction = (context: CliContext) => Promise<Ending>;

/** Runs one command, closes what it opened, and turns whatever happens into an exit code. */
export async function runAction(action: CliAction, context: CliContext): Promise<number> {
  const ended = await endingOf(action, context);
  // Closing writes too: what could not be kept is told, and is no success.
  const closed = await endingOf(async () => {
    await context.close();
    return 'ok';
  }, context);
  return exitCode(worstEnding([ended, closed]));
}

/** The only `catch` of the CLI that reports. */
async function endingOf(action: CliAction, context: CliContext): Promise<Ending> {
  try {
    return await action(context);
  } catch (error) {
    return error instanceof Failure ? reportFailure(error, context) : await reportDefect(error, context);
  }
}

/** Messages quote names of files, keys of a config and answers of servers, so they are made printable here, for all of them. */
function reportFailure(failure: Failure, { terminal, globals }: CliContext): Ending {
  const { noteColor } = terminal;
  const where = failure.where ? `${failure.where.file}:${failure.where.line}:${failure.where.column}: ` : '';
  const message = printableLines(`${where}${failure.message}`);
  terminal.note(
    `${noteColor.red('error')} ${message} ${noteColor.dim(`[${failure.code}]`)}\n${noteColor.dim(printableLines(failure.hint))}`,
  );
  if (globals.debug && failure.stack !== undefined) terminal.note(printableLines(failure.stack));
  return FAILURES[failure.code].kind;
}

/** Says little, because a stack says nothing to most people: the rest is in a file that can be sent. */
async function reportDefect(error: unknown, { terminal, globals, variables }: CliContext): Promise<Ending> {
  const { noteColor } = terminal;
  const { stackOf, writeCrashLog } = await import('./terminal/crash-log.ts');
  const { id, file } = writeCrashLog(error, variables);
  const said = error instanceof Error ? error.message : String(error);
  const log = file === undefined ? '' : ` Its log is ${file}: read it, then send it along.`;
  terminal.note(`${noteColor.red('unexpected error')} ${printableLines(said)} ${noteColor.dim(`[${id}]`)}`);
  terminal.note(noteColor.dim(`Please report this with its id.${log}`));
  if (globals.debug || file === undefined) terminal.note(printableLines(stackOf(error)));
  return 'defect';
}

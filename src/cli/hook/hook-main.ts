import { openContext } from '../context.ts';
import { processHost } from '../host.ts';
import { useNativeHash } from '../native-hash.ts';
import { runAction } from '../run-action.ts';
import { openTerminal, tolerateClosedPipes } from '../terminal/terminal.ts';
import { hookArguments } from './hook-arguments.ts';
import { runHook } from './run-hook.ts';

/**
 * Runs `hook run` without the rest of the command line, which takes longer to load than most commits to check.
 *
 * @param argv what follows `hook run`.
 * @returns the exit code; nothing when the arguments are not plainly those of a hook: then the command line reads them.
 */
export async function hookMain(argv: readonly string[]): Promise<number | undefined> {
  const host = processHost();
  const read = hookArguments(argv, host.directory);
  if (read === undefined) return undefined;
  tolerateClosedPipes();
  useNativeHash();
  const { call, flags, globals } = read;
  const terminal = await openTerminal(globals, host);
  const context = openContext({ terminal, globals, variables: host.variables, host });
  return runAction((opened) => runHook(call, flags, opened), context);
}

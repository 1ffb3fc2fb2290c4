import { processHost } from './host.ts';
import { useNativeHash } from './native-hash.ts';
import { commandLine } from './program/command-line.ts';
import { tolerateClosedPipes } from './terminal/terminal.ts';

/** Runs the command line in this process and returns the exit code; `bin` hands it to the process. */
export async function main(argv: readonly string[]): Promise<number> {
  tolerateClosedPipes();
  useNativeHash();
  const line = commandLine(processHost());
  process.once('uncaughtException', (error) => {
    // What goes on is in a state that nobody knows: there is nothing left to wait for.
    void line.report(error).then((code) => process.exit(code));
  });
  return line.run(argv);
}

import { PassThrough, Readable } from 'node:stream';
import type { Host } from '../../src/cli/host.ts';
import { commandLine } from '../../src/cli/program/command-line.ts';
import { type CliOptions, type CliResult, cleanEnvironment } from './cli.ts';

/**
 * Runs a command line within this process, on a host of its own: nothing has to start, so it takes a tenth of the time.
 *
 * What only a process has (signals, closed streams, a terminal, being killed) is what `runCli` is for.
 */
export async function runHere(args: readonly string[], { input = '', ...options }: Omit<CliOptions, 'tty'>): Promise<CliResult> {
  return runWithStdin(args, Readable.from([input]), options);
}

/** The same with a stdin that stays open and says nothing, as that of a job often is; whoever reads it waits for ever. */
export async function runWithSilentStdin(args: readonly string[], options: Pick<CliOptions, 'cwd' | 'env'>): Promise<CliResult> {
  return runWithStdin(args, new PassThrough(), options);
}

async function runWithStdin(args: readonly string[], stdin: Readable, { cwd, env }: Pick<CliOptions, 'cwd' | 'env'>): Promise<CliResult> {
  const stdout = collected();
  const stderr = collected();
  const host: Host = {
    stdin: stdin as NodeJS.ReadStream,
    stdout: stdout.stream,
    stderr: stderr.stream,
    variables: cleanEnvironment(env),
    directory: cwd,
  };
  const exitCode = await commandLine(host).run(args);
  return { exitCode, signal: undefined, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs what must work, and gives what it printed. */
export async function succeed(args: readonly string[], options: Omit<CliOptions, 'tty'>): Promise<string> {
  const { exitCode, stdout, stderr } = await runHere(args, options);
  if (exitCode !== 0) throw new Error(`promptlane ${args.join(' ')} ended with ${exitCode}:\n${stdout}\n${stderr}`);
  return stdout;
}

/** What a pipe would have got, without the last line end. */
function collected(): { readonly stream: NodeJS.WriteStream; text(): string } {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) > 0 };
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written.join('').replace(/\n$/, '') };
}

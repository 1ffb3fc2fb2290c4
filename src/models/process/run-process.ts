import { type ChildProcess, spawn } from 'node:child_process';

/** A program to be run, without a shell. */
export interface ProcessCall {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly directory: string;
  /** All variables that it gets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly input: string;
  readonly timeoutMs: number;
  /** Of its standard output. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** How a program ended. Of its standard error only the end is kept. */
export type ProcessEnd =
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      readonly signal: string | null;
      readonly output: string;
      readonly errors: string;
    }
  | { readonly kind: 'not-started'; readonly reason: string }
  | { readonly kind: 'too-slow'; readonly errors: string }
  | { readonly kind: 'too-large'; readonly errors: string };

const ERROR_CHARACTERS = 2_000;

/**
 * Runs a program, gives it its input and takes its output.
 *
 * It gets a process group of its own, which is killed whole: when it takes too long, writes too much or the signal fires,
 * and what it left running once it has ended. Rejects with the reason of the signal when that fires first.
 */
export function runProcess(call: ProcessCall): Promise<ProcessEnd> {
  const { command, directory, environment, input, timeoutMs, maxBytes, signal } = call;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const [program = '', ...args] = command;
    const child = spawn(program, args, { cwd: directory, env: environment, detached: process.platform !== 'win32', windowsHide: true });
    const output: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      killGroup(child);
      settled();
    };
    const onAbort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => settle(() => resolve({ kind: 'too-slow', errors })), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) settle(() => resolve({ kind: 'too-large', errors }));
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-ERROR_CHARACTERS);
    });
    child.once('error', (error) => settle(() => resolve({ kind: 'not-started', reason: error.message })));
    // What it started and left would hold its output open, and run on for ever.
    child.once('exit', () => killGroup(child));
    child.once('close', (code, killedBy) =>
      settle(() => resolve({ kind: 'ended', code, signal: killedBy, output: Buffer.concat(output).toString('utf8'), errors })),
    );
    // A program need not read its input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function killGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}

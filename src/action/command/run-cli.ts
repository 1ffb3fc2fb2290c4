import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** One run of the command line. */
export interface CliRun {
  readonly args: readonly string[];
  /** Absolute. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs the command line on the Node that runs this, without a shell, and gives its exit code. What it prints goes to the log.
 *
 * @param executable the program: a file of the bundle, never one of the checkout.
 */
export async function runCli(executable: string, { args, directory, environment }: CliRun): Promise<number> {
  const running = spawn(process.execPath, [executable, ...args], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const pass = (signal: NodeJS.Signals) => void running.kill(signal);
  // A job that is cancelled signals this process alone.
  for (const signal of SIGNALS) process.on(signal, pass);
  try {
    const [code] = (await once(running, 'close')) as [number | null];
    return code ?? ENDED_BY_A_SIGNAL;
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass);
  }
}

const ENDED_BY_A_SIGNAL = 130;

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa, type ResultPromise } from 'execa';

const EXECUTABLE = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));
const HOME = mkdtempSync(join(tmpdir(), 'promptlane-home-'));
process.once('exit', () => rmSync(HOME, { recursive: true, force: true }));

export interface CliOptions {
  /** Where it runs, absolute. */
  readonly cwd: string;
  /** Added to an otherwise clean environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What stdin gives; nothing by default: it is at its end. */
  readonly input?: string;
  /** Runs on a terminal of its own; what it says on stderr comes with stdout then. */
  readonly tty?: boolean;
}

/** How a command ended: its exit code, or the signal that ended it. */
export interface CliResult {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** Without the last line end, as `stderr`. */
  readonly stdout: string;
  readonly stderr: string;
}

const EXECUTION = { reject: false, extendEnv: false, preferLocal: false } as const;

/** A command that runs. */
export type RunningCli = ResultPromise<typeof EXECUTION & { env: Record<string, string>; cwd: string }>;

/** The environment of every run: nothing of the machine's CI, colours, keys, git or registry reaches it. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME,
    LANG: 'C.UTF-8',
    TMPDIR: tmpdir(),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...extra,
  };
}

/** Starts the built command line and does not wait for its end. */
export function startCli(args: readonly string[], { cwd, env, input, tty = false }: CliOptions): RunningCli {
  const options = { ...EXECUTION, cwd, env: cleanEnvironment(env), ...(input === undefined ? { stdin: 'ignore' as const } : { input }) };
  const command = [process.execPath, EXECUTABLE, ...args];
  return (
    tty
      ? execa('script', ['-qec', command.map(quoted).join(' '), '/dev/null'], options)
      : execa(process.execPath, command.slice(1), options)
  ) as RunningCli;
}

/** Runs the built command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return cliResult(startCli(args, options));
}

/** Runs a line of bash that knows `promptlane`, for what only a shell does to a process: pipes, closed streams. */
export async function runShell(line: string, { cwd, env }: CliOptions): Promise<CliResult> {
  const known = `promptlane() { ${quoted(process.execPath)} ${quoted(EXECUTABLE)} "$@"; }; ${line}`;
  return cliResult(execa('bash', ['-c', known], { ...EXECUTION, cwd, env: cleanEnvironment(env), stdin: 'ignore' }) as RunningCli);
}

/** How a running command ends. */
export async function cliResult(running: RunningCli): Promise<CliResult> {
  const { exitCode, signal, stdout, stderr } = await running;
  return { exitCode, signal, stdout: String(stdout), stderr: String(stderr) };
}

/** A registry in a process of its own. */
export interface ServedRegistry {
  readonly url: string;
  readonly pid: number;
  /** Asks it to stop, and gives how it did. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<CliResult>;
  /** Ends it without asking, at once. */
  kill(): Promise<void>;
}

/** Starts `serve` on a free port; commands that run in the same folder find it by themselves. */
export async function startRegistry(workspace: { readonly path: string }, args: readonly string[] = []): Promise<ServedRegistry> {
  const running = startCli(['serve', '--port', '0', ...args], { cwd: workspace.path });
  const lines = createInterface({ input: running.stdout });
  const greeting = await Promise.race([once(lines, 'line').then(([line]) => String(line)), running.then(() => undefined)]);
  const url = greeting?.match(/http:\/\/\S+/)?.[0];
  if (url === undefined || running.pid === undefined) throw new Error(`The registry did not start: ${(await running).stderr}`);
  return {
    url,
    pid: running.pid,
    async stop(signal = 'SIGTERM') {
      running.kill(signal);
      return cliResult(running);
    },
    async kill() {
      running.kill('SIGKILL');
      await running;
    },
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

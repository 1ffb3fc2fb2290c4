import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What one run of a process cost. */
export interface Usage {
  readonly wallMs: number;
  /** User and system time of all its threads; steadier than wall time on a machine that others use too. */
  readonly cpuMs: number;
  /** The most memory that it held. */
  readonly peakMb: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the process may end with besides 0. */
  readonly accepts?: readonly number[];
  /** Another Node than this one. */
  readonly node?: string;
}

const REPORTER = fileURLToPath(new URL('./report-usage.cjs', import.meta.url));
/** The executable of the built command line. */
export const CLI = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));

/** Runs the built command line once. */
export function promptlane(args: readonly string[], options?: RunOptions): Promise<Usage> {
  return runNode([CLI, ...args], options);
}

/** Runs Node once and measures it from outside (wall) and from inside (CPU, memory). */
export async function runNode(
  args: readonly string[],
  { cwd, env, accepts = [0], node = process.execPath }: RunOptions = {},
): Promise<Usage> {
  const usage = takeUsage();
  const started = performance.now();
  await ended(node, [...usage.args, ...args], { cwd, env: { ...process.env, ...env, ...usage.env } }, accepts);
  return { wallMs: performance.now() - started, ...usage.read() };
}

/** What makes Node say at its exit what it used; `read` gives it once, after the exit. */
export function takeUsage() {
  const folder = mkdtempSync(join(tmpdir(), 'promptlane-bench-usage-'));
  const file = join(folder, 'usage.json');
  return {
    args: ['--require', REPORTER],
    env: { PROMPTLANE_BENCH_USAGE: file },
    read(): Omit<Usage, 'wallMs'> {
      const text = readFileSync(file, 'utf8');
      rmSync(folder, { recursive: true, force: true });
      return JSON.parse(text) as Omit<Usage, 'wallMs'>;
    },
  };
}

function ended(
  node: string,
  args: readonly string[],
  options: { cwd: string | undefined; env: NodeJS.ProcessEnv },
  accepts: readonly number[],
) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(node, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    const said: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (accepts.includes(code ?? -1)) resolve();
      else reject(new Error(`node ${args.slice(2).join(' ')} ended with ${code}:\n${Buffer.concat(said)}`));
    });
  });
}

/** Runs several things in turn, round by round, so that whatever slows the machine meets all of them; gives the medians of each. */
export async function inTurn<Name extends string>(
  rounds: number,
  runs: Readonly<Record<Name, () => Promise<Usage>>>,
): Promise<Record<Name, Usage>> {
  const names = Object.keys(runs) as Name[];
  const seen = new Map<Name, Usage[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) seen.get(name)?.push(await runs[name]());
  }
  return Object.fromEntries([...seen].map(([name, usages]) => [name, medians(usages)])) as Record<Name, Usage>;
}

function medians(usages: readonly Usage[]): Usage {
  const of = (member: keyof Usage) => median(usages.map((usage) => usage[member]));
  return { wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMb: of('peakMb') };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

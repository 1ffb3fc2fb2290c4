import { spawn } from 'node:child_process';
import { Failure } from '../../base/failure.ts';

/** How a git process ended. */
export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git in one folder, with one environment. */
export type RunGit = (args: readonly string[], options?: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv }) => Promise<GitResult>;

/** @throws Failure `git-missing` when there is no git to run; how git itself ends is a result. */
export function gitRunner(folder: string, env: NodeJS.ProcessEnv): RunGit {
  return (args, { input = '', cwd = folder, env: more } = {}) =>
    new Promise((resolve, reject) => {
      const child = spawn('git', args, { cwd, env: { ...env, ...more }, stdio: 'pipe', windowsHide: true });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.on('error', (cause) => reject(new Failure('git-missing', `git could not be started: ${cause.message}.`, { cause })));
      child.on('close', (code) =>
        resolve({ code: code ?? -1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString().trim() }),
      );
      // A git that gives up early closes the pipe; its exit code says so better.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
}

/** What git printed; how it failed becomes a failure that quotes it. */
export async function gitOutput(run: RunGit, args: readonly string[], options?: { input?: string; cwd?: string }): Promise<Buffer> {
  const result = await run(args, options);
  if (result.code !== 0) throw gitFailure(args, result);
  return result.stdout;
}

/** Names the command and quotes git. */
export function gitFailure(args: readonly string[], { code, stderr }: GitResult, hint?: string): Failure {
  const command = args.find((argument) => /^[a-z]/.test(argument) && !argument.includes('=')) ?? '';
  const said = stderr.split('\n').find((line) => /^(?:fatal|error):/.test(line)) ?? stderr.split('\n')[0];
  return new Failure('git-failed', `git ${command} failed: ${said || `exit code ${code}`}`, hint === undefined ? {} : { hint });
}

import { execFile } from 'node:child_process';
import { access, constants, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Examination, Finding } from './examination.ts';

/** What Node reads and writes without complaint; `bin` refuses what is older. */
const NODE = { least: [20, 19], name: '20.19' } as const;
const GIT = { least: [2, 31], name: '2.31' } as const;
const LEAST_SPACE = 100 * 1024 * 1024;

/** What the terminal is, as the face sees it. */
export interface TerminalFacts {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly colors: number;
}

/** Looks at what the machine brings: Node, git, the disk, the terminal. */
export function machineExaminations(directory: string, terminal: TerminalFacts): Examination[] {
  return [
    {
      check: 'node',
      look: () => [versionFinding('node', process.version.slice(1), NODE, 'Install a newer Node from https://nodejs.org.')],
    },
    { check: 'git', look: gitVersion },
    { check: 'disk', look: () => disk(directory) },
    { check: 'terminal', look: () => [terminalFinding(terminal)] },
  ];
}

async function gitVersion(signal: AbortSignal): Promise<Finding[]> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { signal });
    const version = /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? '';
    return [versionFinding('git', version, GIT, 'Install git 2.31 or newer.')];
  } catch {
    return [{ check: 'git', status: 'fail', message: 'git cannot be started', fix: 'Install git 2.31 or newer.', kind: 'usage' }];
  }
}

function versionFinding(
  check: string,
  version: string,
  { least, name }: { least: readonly [number, number]; name: string },
  fix: string,
): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNew = major > least[0] || (major === least[0] && minor >= least[1]);
  if (isNew) return { check, status: 'ok', message: version };
  return { check, status: 'fail', message: `${version || 'unknown'} is older than ${name}`, fix, kind: 'usage' };
}

async function disk(directory: string): Promise<Finding[]> {
  try {
    await access(directory, constants.W_OK);
  } catch {
    return [{ check: 'disk', status: 'fail', message: `${directory} cannot be written`, fix: `ls -ld '${directory}'`, kind: 'usage' }];
  }
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  const message = `${Math.floor(free / 1024 / 1024).toLocaleString('en')} MB free`;
  return [
    { check: 'disk', status: free < LEAST_SPACE ? 'warn' : 'ok', message, ...(free < LEAST_SPACE && { fix: 'Make room on the disk.' }) },
  ];
}

function terminalFinding({ isTTY, columns, colors }: TerminalFacts): Finding {
  if (!isTTY) return { check: 'terminal', status: 'ok', message: 'none: plain text, nothing is asked' };
  const shown = `${columns ?? '?'} columns, ${colors === 0 ? 'no' : colors.toLocaleString('en')} colours`;
  if (columns !== undefined && columns < 40)
    return { check: 'terminal', status: 'warn', message: shown, fix: 'Make the window wider: tables need 40 columns.' };
  return { check: 'terminal', status: 'ok', message: shown };
}

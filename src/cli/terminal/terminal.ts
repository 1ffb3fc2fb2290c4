import { fstatSync } from 'node:fs';
import type { ChalkInstance } from 'chalk';
import { type Host, processHost } from '../host.ts';
import { type ColorLevel, colorLevel } from './color-level.ts';
import { type Progress, startProgress } from './progress.ts';
import { withoutRunnerCommands } from './runner-commands.ts';

/** What a command may do with the terminal: data goes to stdout, talk to stderr. */
export interface Terminal {
  /** Prints data to stdout, with a line end; in a job of GitHub Actions nothing in it is a command for the runner. */
  print(text: string): void;
  /** Writes data to stdout as it is. */
  write(text: string): void;
  /** Says something to the user on stderr. */
  note(text: string): void;
  /** Has the log of a GitHub Actions job show stars wherever this text would stand; elsewhere it does nothing. */
  mask(secret: string): void;
  /** Shows that long work goes on; a spinner on a terminal, one line per step otherwise. */
  progress(text: string): Progress;
  /** Colours for what is printed. */
  readonly color: ChalkInstance;
  /** Colours for what is said. */
  readonly noteColor: ChalkInstance;
  /** Columns to break prose at, now: terminals are resized; 100 when stdout is no terminal. */
  readonly width: number;
  /** Columns that a table may take, now: a pipe takes every one. */
  readonly tableWidth: number;
  /** What stdout is. */
  readonly facts: { readonly isTTY: boolean; readonly columns: number | undefined; readonly colors: number };
  /** True when a person can be asked: stdin and stderr are terminals and `--no-input` was not given. */
  readonly isInteractive: boolean;
}

export interface TerminalOptions {
  readonly color: boolean;
  readonly input: boolean;
}

const PIPE_WIDTH = 100;
/** How many colours each level has. */
const COLORS = [0, 16, 256, 16_777_216] as const;

/**
 * Opens the terminal of a run.
 *
 * A closed pipe (`promptlane ls | head -1`) ends output silently: the reader has what it wanted.
 */
export async function openTerminal(options: TerminalOptions, host: Host = processHost()): Promise<Terminal> {
  const { Chalk } = await import('chalk');
  const { stdout, stderr, variables } = host;
  const level = levelOf(stdout, options, variables);
  const noteLevel = levelOf(stderr, options, variables);
  const isRunnerJob = variables.GITHUB_ACTIONS === 'true';
  const shown = isRunnerJob ? withoutRunnerCommands : (text: string) => text;
  return {
    print: (text) => stdout.write(`${shown(text)}\n`),
    write: (text) => stdout.write(text),
    note: (text) => stderr.write(`${shown(text)}\n`),
    mask(secret) {
      // The runner takes this line out of what it reads; in a file that stderr goes to it would stay.
      if (isRunnerJob && !isFile(stderr)) stderr.write(`::add-mask::${secret}\n`);
    },
    progress: (text) => startProgress(text, stderr, { isAnimated: canAnimate(stderr, variables), hasColor: noteLevel > 0 }),
    color: new Chalk({ level }),
    noteColor: new Chalk({ level: noteLevel }),
    get width() {
      return stdout.isTTY ? stdout.columns || PIPE_WIDTH : PIPE_WIDTH;
    },
    get tableWidth() {
      return stdout.isTTY ? stdout.columns || PIPE_WIDTH : Number.POSITIVE_INFINITY;
    },
    facts: { isTTY: Boolean(stdout.isTTY), columns: stdout.columns, colors: COLORS[level] },
    isInteractive: options.input && Boolean(stderr.isTTY) && Boolean(host.stdin.isTTY),
  };
}

function isFile(stream: NodeJS.WriteStream & { readonly fd?: number }): boolean {
  return stream.fd !== undefined && fstatSync(stream.fd).isFile();
}

/** A terminal that does not know its width (a serial line, `script` in a pipe) cannot take a line back: the spinner would never end. */
function canAnimate({ isTTY, columns }: NodeJS.WriteStream, { TERM }: Host['variables']): boolean {
  return isTTY && columns > 0 && TERM !== 'dumb';
}

/** Ignores EPIPE on stdout and stderr for the life of the process; any other stream error is a defect. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function levelOf(stream: NodeJS.WriteStream, { color }: TerminalOptions, variables: Host['variables']): ColorLevel {
  return colorLevel({
    isTTY: stream.isTTY,
    // Node takes an empty NO_COLOR for a set one.
    depth: stream.isTTY ? stream.getColorDepth({ ...variables, NO_COLOR: undefined }) : 1,
    isWanted: color,
    variables,
  });
}

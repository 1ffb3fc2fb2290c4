import type { ChalkInstance } from 'chalk';
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
 * Opens the terminal of this process.
 *
 * A closed pipe (`promptlane ls | head -1`) ends output silently: the reader has what it wanted.
 */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const { Chalk } = await import('chalk');
  const { stdin, stdout, stderr } = process;
  const noteLevel = levelOf(stderr, options);
  const shown = process.env.GITHUB_ACTIONS === 'true' ? withoutRunnerCommands : (text: string) => text;
  return {
    print: (text) => stdout.write(`${shown(text)}\n`),
    write: (text) => stdout.write(text),
    note: (text) => stderr.write(`${shown(text)}\n`),
    progress: (text) => startProgress(text, stderr, { isAnimated: canAnimate(stderr), hasColor: noteLevel > 0 }),
    color: new Chalk({ level: levelOf(stdout, options) }),
    noteColor: new Chalk({ level: noteLevel }),
    get width() {
      return stdout.isTTY ? stdout.columns || PIPE_WIDTH : PIPE_WIDTH;
    },
    get tableWidth() {
      return stdout.isTTY ? stdout.columns || PIPE_WIDTH : Number.POSITIVE_INFINITY;
    },
    facts: { isTTY: Boolean(stdout.isTTY), columns: stdout.columns, colors: COLORS[levelOf(stdout, options)] },
    isInteractive: options.input && Boolean(stdin.isTTY) && Boolean(stderr.isTTY),
  };
}

/** A terminal that does not know its width (a serial line, `script` in a pipe) cannot take a line back: the spinner would never end. */
function canAnimate({ isTTY, columns }: NodeJS.WriteStream): boolean {
  return isTTY && columns > 0 && process.env.TERM !== 'dumb';
}

/** Ignores EPIPE on stdout and stderr for the life of the process; any other stream error is a defect. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

function levelOf(stream: NodeJS.WriteStream, { color }: TerminalOptions): ColorLevel {
  return colorLevel({
    isTTY: stream.isTTY,
    // Node takes an empty NO_COLOR for a set one.
    depth: stream.isTTY ? stream.getColorDepth({ ...process.env, NO_COLOR: undefined }) : 1,
    isWanted: color,
    variables: process.env,
  });
}

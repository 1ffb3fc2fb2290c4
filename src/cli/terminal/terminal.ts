import type { ChalkInstance } from 'chalk';

/** What a command may do with the terminal: data goes to stdout, talk to stderr. */
export interface Terminal {
  /** Prints data to stdout, with a line end. */
  print(text: string): void;
  /** Writes data to stdout as it is. */
  write(text: string): void;
  /** Says something to the user on stderr. */
  note(text: string): void;
  /** Shows that long work goes on; a spinner on a terminal, one line otherwise. */
  progress(text: string): Progress;
  /** Colours for what is printed. */
  readonly color: ChalkInstance;
  /** Colours for what is said. */
  readonly noteColor: ChalkInstance;
  /** Columns to fit text in; 100 when stdout is no terminal. */
  readonly width: number;
  /** True when a person can be asked: stdin and stderr are terminals and `--no-input` was not given. */
  readonly isInteractive: boolean;
}

export interface Progress {
  update(text: string): void;
  /** Ends it; the text, when given, stays as one line. */
  done(text?: string): void;
}

export interface TerminalOptions {
  readonly color: boolean;
  readonly input: boolean;
}

const PIPE_WIDTH = 100;

/**
 * Opens the terminal of this process.
 *
 * A closed pipe (`promptlane ls | head -1`) ends output silently: the reader has what it wanted.
 */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  const { Chalk } = await import('chalk');
  const { stdin, stdout, stderr } = process;
  return {
    print: (text) => stdout.write(`${text}\n`),
    write: (text) => stdout.write(text),
    note: (text) => stderr.write(`${text}\n`),
    progress: (text) => startProgress(text, stderr, options),
    color: new Chalk({ level: colorLevel(stdout, options) }),
    noteColor: new Chalk({ level: colorLevel(stderr, options) }),
    width: stdout.isTTY ? stdout.columns || PIPE_WIDTH : PIPE_WIDTH,
    isInteractive: options.input && Boolean(stdin.isTTY) && Boolean(stderr.isTTY),
  };
}

/** Ignores EPIPE on stdout and stderr for the life of the process; any other stream error is a defect. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** 0 = none … 3 = true colour. FORCE_COLOR wins over NO_COLOR only when it is set and not 0, as in Node itself. */
function colorLevel(stream: NodeJS.WriteStream, { color }: TerminalOptions): 0 | 1 | 2 | 3 {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (!color) return 0;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR === '0' || FORCE_COLOR === 'false' ? 0 : forcedLevel(FORCE_COLOR);
  if ((NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb' || !stream.isTTY) return 0;
  const depth = stream.getColorDepth();
  return depth >= 24 ? 3 : depth >= 8 ? 2 : depth >= 4 ? 1 : 0;
}

function forcedLevel(value: string): 1 | 2 | 3 {
  return value === '2' ? 2 : value === '3' ? 3 : 1;
}

/** ora writes ANSI even to a piped stderr, so a spinner is only ever made on a terminal. */
function startProgress(text: string, stderr: NodeJS.WriteStream, { color }: TerminalOptions): Progress {
  if (!stderr.isTTY || process.env.TERM === 'dumb') {
    stderr.write(`${text}\n`);
    return { update: () => {}, done: (last) => last !== undefined && stderr.write(`${last}\n`) };
  }
  let latest = text;
  let ended = false;
  let stop = (last?: string) => void (last !== undefined && stderr.write(`${last}\n`));
  let show = (_text: string) => {};
  void import('ora').then(({ default: ora }) => {
    if (ended) return;
    const spinner = ora({ text: latest, stream: stderr, discardStdin: false, ...(!color && { color: false as const }) }).start();
    show = (next) => {
      spinner.text = next;
    };
    stop = (last) => {
      spinner.stop();
      if (last !== undefined) stderr.write(`${last}\n`);
    };
  });
  return {
    update(next) {
      latest = next;
      show(next);
    },
    done(last) {
      ended = true;
      stop(last);
    },
  };
}

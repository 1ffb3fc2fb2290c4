import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect } from 'vitest';
import { cleanEnvironment } from './cli.ts';

const EXECUTABLE = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));

export interface PseudoTerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  /** Added to an otherwise clean environment; TERM is xterm-256color. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A program on a terminal of its own, as a person would see it. */
export interface PseudoTerminal {
  readonly pid: number;
  /** The lines with text on them, scrolled ones included, without white space at their ends. */
  lines(): Promise<string[]>;
  /** Whether the cursor can be seen. */
  isCursorVisible(): Promise<boolean>;
  /** Everything that was sent to the terminal, escape sequences included. */
  sent(): string;
  /** Types; `\u0003` is Ctrl-C. */
  type(keys: string): void;
  resize(columns: number): void;
  /** Waits until the screen shows a text. */
  shows(text: string | RegExp): Promise<void>;
  /** Waits for the end of the program: its exit code, and the number of the signal that ended it, or 0. */
  ended(): Promise<{ exitCode: number; signal: number }>;
  kill(signal?: string): void;
}

/** Starts the built command line on a terminal. */
export function promptlaneOnTerminal(args: readonly string[], options: PseudoTerminalOptions): PseudoTerminal {
  return onTerminal(process.execPath, [EXECUTABLE, ...args], options);
}

/** Starts any program on a terminal. */
export function onTerminal(
  file: string,
  args: readonly string[],
  { cwd, columns = 80, rows = 40, env }: PseudoTerminalOptions,
): PseudoTerminal {
  const screen = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
  const pty = spawn(file, [...args], {
    name: env?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd,
    env: cleanEnvironment(env),
  });
  let sent = '';
  pty.onData((text) => {
    sent += text;
    screen.write(text);
  });
  // Programs ask a terminal where its cursor is, and wait for the answer.
  screen.onData((answer) => write(pty, answer));
  let hasEnded = false;
  const end = new Promise<{ exitCode: number; signal: number }>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => {
      hasEnded = true;
      resolve({ exitCode, signal });
    });
  });
  /** What was sent is on the screen once an empty write is. */
  const settled = () => new Promise<void>((resolve) => screen.write('', resolve));
  const lines = async () => {
    await settled();
    const buffer = screen.buffer.active;
    const all = Array.from({ length: buffer.length }, (_, index) => buffer.getLine(index)?.translateToString(true) ?? '');
    return all.slice(0, all.findLastIndex((line) => line !== '') + 1);
  };
  return {
    pid: pty.pid,
    lines,
    async isCursorVisible() {
      await settled();
      return sent.lastIndexOf('\u001b[?25l') <= sent.lastIndexOf('\u001b[?25h');
    },
    sent: () => sent,
    type: (keys) => write(pty, keys),
    resize(size) {
      screen.resize(size, rows);
      pty.resize(size, rows);
    },
    async shows(text) {
      const pattern = typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);
      await expect.poll(async () => (await lines()).join('\n'), { timeout: 30_000, interval: 20 }).toEqual(pattern);
    },
    async ended() {
      const result = await end;
      await settled();
      return result;
    },
    kill: (signal) => {
      if (!hasEnded) pty.kill(signal);
    },
  };
}

/** A program that has ended reads no more. */
function write(pty: IPty, text: string): void {
  try {
    pty.write(text);
  } catch {
    return;
  }
}

import { type Host, processHost } from './host.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  /** `-C DIR`: where the command runs, absolute. */
  readonly directory: string;
  /** `--config FILE`, relative to the directory: the config to obey. Absent: the nearest one. */
  readonly config?: string;
  readonly registry: string | undefined;
  readonly debug: boolean;
  readonly color: boolean;
  readonly input: boolean;
}

/** What a command gets from the process around it. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly globals: GlobalOptions;
  /** The environment variables. */
  readonly variables: Host['variables'];
  /** The process around the run. */
  readonly host: Host;
  /**
   * A signal that Ctrl-C or SIGTERM aborts. A command that asks for it must end soon after;
   * one that does not is ended at once by the system, which is safe because every write is atomic.
   * The second signal ends it in any case, as the system would.
   */
  interruption(): AbortSignal;
  /** Leaves something to be closed when the command has ended, however it ended. */
  defer(close: () => Promise<void> | void): void;
  /** Closes everything that was left, also when closing some of it fails; then throws the first failure. */
  close(): Promise<void>;
}

/** True when CI is set to anything but a way of saying no. */
export function isCi(variables: CliContext['variables']): boolean {
  const value = variables.CI?.toLowerCase();
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}

/** Opens the context of one command run. */
export function openContext(parts: Pick<CliContext, 'terminal' | 'globals' | 'variables'> & { readonly host?: Host }): CliContext {
  const closers: (() => Promise<void> | void)[] = [];
  const interrupt = new AbortController();
  const ignore = () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever asks twice does not want to wait for what a first time would keep.
    if (interrupt.signal.aborted) ignore().kill(process.pid, signal);
    interrupt.abort();
  };
  closers.push(() => void ignore());
  return {
    host: processHost(),
    ...parts,
    interruption() {
      process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
      return interrupt.signal;
    },
    defer: (close) => void closers.push(close),
    async close() {
      const failures: unknown[] = [];
      // Last opened, first closed.
      for (const close of closers.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}

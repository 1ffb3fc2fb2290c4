/** Something that is going on, as long as it goes on. */
export interface Progress {
  /** Another step has begun: a line of its own where there is no terminal. */
  step(text: string): void;
  /** The same step has moved: shown on a terminal only. */
  update(text: string): void;
  /** Ends it; the text, when given, stays as one line. */
  done(text?: string): void;
}

export interface ProgressOptions {
  readonly isAnimated: boolean;
  readonly hasColor: boolean;
}

/** Room for the spinner before the text, and for the cursor after it. */
const MARGIN = 3;

/**
 * Shows on a stream that long work goes on: a spinner on a terminal, one line per step otherwise.
 *
 * The text never takes a second line, whatever the terminal is resized to: a spinner that wraps leaves its pieces behind.
 */
export function startProgress(text: string, stream: NodeJS.WriteStream, { isAnimated, hasColor }: ProgressOptions): Progress {
  const line = (said: string | undefined) => void (said !== undefined && stream.write(`${said}\n`));
  if (!isAnimated) {
    line(text);
    return { step: line, update: () => {}, done: line };
  }
  let latest = text;
  let hasEnded = false;
  let show = () => {};
  let stop = () => {};
  // ora writes ANSI even to a piped stderr, so a spinner is only ever made on a terminal.
  void Promise.all([import('ora'), import('../render/fit-text.ts')]).then(([{ default: ora }, { cutText }]) => {
    if (hasEnded) return;
    const fitted = () => cutText(latest, Math.max(1, stream.columns - MARGIN));
    // Ctrl-C must stay a signal: with `discardStdin` ora would read the keyboard.
    const spinner = ora({ text: fitted(), stream, discardStdin: false, ...(!hasColor && { color: false as const }) }).start();
    show = () => {
      // A terminal that has lost its width cannot take a line back: ora would try without end.
      if (stream.columns > 0) spinner.text = fitted();
      else stop();
    };
    stream.on('resize', show);
    stop = () => {
      stream.off('resize', show);
      spinner.stop();
    };
  });
  const move = (next: string) => {
    latest = next;
    show();
  };
  return {
    step: move,
    update: move,
    done(last) {
      hasEnded = true;
      stop();
      line(last);
    },
  };
}

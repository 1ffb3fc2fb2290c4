import { printableLines } from '../../base/text/printable.ts';
import type { AnswerPiece } from '../../evals/runner/model.ts';
import type { Terminal } from './terminal.ts';

/** Prints an answer while it arrives. */
export interface AnswerPrinter {
  readonly piece: (piece: AnswerPiece) => void;
  /** Says that nothing came, and when it is asked again. */
  pause(milliseconds: number): void;
  /** The whole answer, for what was not streamed. */
  whole(text: string): void;
  /** Ends the line and the progress, however the answer ended. */
  end(): void;
}

/**
 * Prints an answer to stdout as it comes: on a terminal without what could command it, into a pipe byte for byte.
 *
 * Until the first text a spinner says who is asked, and whether the model thinks.
 */
export function printAnswer(terminal: Terminal, asking: string, { isTerminal }: { readonly isTerminal: boolean }): AnswerPrinter {
  const progress = terminal.progress(asking);
  let isWaiting = true;
  let written = '';
  let held = '';

  function write(text: string): void {
    if (text === '') return;
    if (isWaiting) progress.done();
    isWaiting = false;
    written = text;
    terminal.write(isTerminal ? printableLines(text) : text);
  }

  return {
    piece({ kind, text }) {
      if (kind === 'thinking') {
        if (isWaiting) progress.update(`${asking}, which is thinking`);
        return;
      }
      const all = held + text;
      // Half of a surrogate pair waits for its other half: alone neither is a character.
      held = /[\ud800-\udbff]$/.test(all) ? all.slice(-1) : '';
      write(all.slice(0, all.length - held.length));
    },
    pause(milliseconds) {
      progress.step(`${asking}, again in ${(milliseconds / 1000).toFixed(1)} s`);
    },
    whole(text) {
      if (written === '' && held === '') write(text);
    },
    end() {
      write(held);
      held = '';
      if (isWaiting) progress.done();
      isWaiting = false;
      if (written !== '' && !written.endsWith('\n')) terminal.write('\n');
      written = '\n';
    },
  };
}

import type { Command } from 'commander';
import type { CliAction } from '../run-action.ts';

/** Declares one command: its arguments, help and examples, and the action that runs it. */
export type RegisterCommand = (program: Command, run: (action: CliAction) => Promise<void>) => void;

/** The block of examples that every help starts with. */
export function examples(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;
}

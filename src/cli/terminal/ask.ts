import { createInterface } from 'node:readline/promises';
import type { Host } from '../host.ts';

/**
 * Asks a person a question that yes or no answers; an empty line takes the answer in capitals.
 *
 * Only where `terminal.isInteractive`: the question goes to stderr, so that stdout stays data. The end of the input is a no.
 */
export async function askYesOrNo(question: string, { stdin, stderr }: Pick<Host, 'stdin' | 'stderr'>): Promise<boolean> {
  const reader = createInterface({ input: stdin, output: stderr });
  const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('n')));
  try {
    const answer = await Promise.race([reader.question(`${question} [Y/n] `), ended]);
    return /^(?:|y|yes)$/i.test(answer.trim());
  } finally {
    reader.close();
  }
}

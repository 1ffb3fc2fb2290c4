import { appendFile, stat } from 'node:fs/promises';
import { printable } from '../../base/text/printable.ts';
import type { CliContext } from '../context.ts';

/** GitHub shows nothing of a summary that is longer. */
const MOST_BYTES = 1_048_576;

/** Adds Markdown to the summary of a job of GitHub Actions, as much as it still takes. What cannot be added is told and fails nothing. */
export async function appendSummary(markdown: (limit: number) => string, { variables, terminal }: CliContext): Promise<void> {
  const file = variables.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    await appendFile(file, `${markdown(Math.max(0, MOST_BYTES - size - 1))}\n`);
  } catch (error) {
    terminal.note(`${terminal.noteColor.yellow('warning')} The job summary could not be written: ${printable((error as Error).message)}`);
  }
}

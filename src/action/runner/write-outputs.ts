import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';

/**
 * Sets outputs of the step through the file that the runner names.
 *
 * The line that ends a value is drawn by chance for each, so that no value can end itself and set another.
 */
export async function writeOutputs(file: string | undefined, outputs: Readonly<Record<string, string>>): Promise<void> {
  if (!file) return;
  const lines = Object.entries(outputs).map(([name, value]) => {
    const end = `end-${randomUUID()}`;
    return `${name}<<${end}\n${value}\n${end}\n`;
  });
  await appendFile(file, lines.join(''));
}

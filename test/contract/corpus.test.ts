import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readPrompt } from '../../src/prompt/document/read-prompt.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';

/** Real prompt files from public repositories; not part of the repository, so the test runs only beside them. */
const corpus = new URL('../../../shared/corpus/', import.meta.url);

const promptFiles = ['github-models', 'langwatch'].flatMap((format) => {
  const folder = new URL(`${format}/`, corpus);
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => (/\.ya?ml$/.test(name) ? [new URL(name, folder)] : [])) : [];
});

describe.skipIf(promptFiles.length === 0)('real prompt files (skipped when ../shared/corpus is not there)', () => {
  test('are at least a dozen', () => {
    expect(promptFiles.length).toBeGreaterThanOrEqual(12);
  });

  test.each(promptFiles.map((file) => [file.pathname.split('/').at(-1), file]))('%s is read as it is', (name, file) => {
    const { prompt, diagnostics } = readPrompt(
      { file: String(name), text: readFileSync(file as URL, 'utf8') },
      { id: 'corpus' as PromptId },
    );

    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(prompt?.messages.every(({ content }) => content !== undefined && content.length > 0)).toBe(true);
  });
});

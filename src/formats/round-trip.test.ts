import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryExport } from '../../test/support/arbitrary-prompt.ts';
import { digestOf } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import { promptNormalForm } from '../prompt/digest/normal-form.ts';
import { writePromptFile } from '../prompt/document/write-prompt.ts';
import { readLibrary } from '../prompt/library/read-library.ts';
import type { Prompt, PromptId } from '../prompt/prompt.ts';
import type { Export, ExportedPrompt, ForeignFormat } from './foreign-format.ts';
import { FORMATS } from './formats.ts';
import { promptOfFile } from './prompt-of-file.ts';

const WRITABLE = FORMATS.filter(({ write }) => write !== undefined);

/** What was written, or nothing where the format refuses the prompt. */
function written(format: ForeignFormat, exported: ExportedPrompt): Export | undefined {
  try {
    return format.write?.([exported]);
  } catch (error) {
    if (error instanceof Failure && error.code === 'export-refused') return undefined;
    throw error;
  }
}

/** Every format can hold this, so that something is always compared whole. */
const PLAIN: ExportedPrompt = {
  prompt: plain(),
  path: 'prompts/plain.prompt.yaml',
  partials: new Map(),
};

function plain(): Prompt {
  const prompt = promptOfFile({ messages: [{ role: 'user', content: 'Hello' }] }, 'plain' as PromptId);
  if (prompt === undefined) throw new Error('There is no such prompt.');
  return prompt;
}

const digestOfPrompt = (prompt: Prompt) => digestOf(promptNormalForm(prompt, new Map(), new Map()));

describe.each(WRITABLE.map((format) => [format.name, format] as const))('%s', (_name, format) => {
  test('gives back the same version of every prompt that it loses nothing of, and what passes the check of the others', () => {
    let kept = 0;
    fc.assert(
      fc.property(arbitraryExport, (exported) => {
        const out = written(format, exported);
        const [file] = out?.files ?? [];
        if (out === undefined || file === undefined) return;
        const [imported] = format.read(file, new Map()).prompts;
        if (imported === undefined) throw new Error('nothing was read');
        if (out.losses.length === 0) {
          kept += 1;
          const back = promptOfFile(imported.file, exported.prompt.id);
          expect(back && digestOfPrompt(back)).toBe(digestOfPrompt(exported.prompt));
        }
        const text = imported.text ?? writePromptFile(imported.file);
        const { diagnostics } = readLibrary([{ kind: 'prompt', path: 'a.prompt.yaml', id: 'a', text }]);
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: Number(process.env.ROUND_TRIPS ?? 25), examples: [[PLAIN]] },
    );
    expect(kept).toBeGreaterThan(0);
  });
});

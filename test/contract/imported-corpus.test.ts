import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { FORMATS } from '../../src/formats/formats.ts';
import { writePromptFile } from '../../src/prompt/document/write-prompt.ts';
import { readLibrary } from '../../src/prompt/library/read-library.ts';

/** Real files of other tools; not part of the repository, so the test runs only beside them. */
const corpus = new URL('../../../shared/corpus/', import.meta.url);
const FOLDERS = ['dotprompt', 'prompty-v1', 'prompty-v2', 'langchain', 'promptfoo'];

/** What the files name, and the corpus does not hold. */
const BESIDE = new Map([
  ['_style.prompt', 'In the style of {{personality}}.'],
  ['examples.json', '[{"input": "happy", "output": "sad"}]'],
  ['prompts.txt', 'Talk like a pirate: {{body}}'],
]);

/** Files with something that only the program around knows. */
const REFUSED = new Map([['firebase__genkit__js__testapps__prompt-file__prompts__recipe.prompt', 'helper `list`']]);

const files = FOLDERS.flatMap((folder) => {
  const at = new URL(`${folder}/`, corpus);
  return existsSync(at) ? readdirSync(at).map((name) => [name, new URL(name, at)] as const) : [];
});

describe.skipIf(files.length === 0)('files of other tools (skipped when ../shared/corpus is not there)', () => {
  test.each(files)('%s is imported as prompts without errors, or refused at a place', (name, url) => {
    const text = readFileSync(url, 'utf8');
    const file = { path: name, text };
    const format = FORMATS.find((one) => one.recognises(file));
    const tree = new Map([...BESIDE, [name, text]]);
    const reason = REFUSED.get(name);

    if (reason !== undefined) {
      expect(() => format?.read(file, tree)).toThrow(Failure);
      expect(() => format?.read(file, tree)).toThrow(reason);
      return;
    }
    const { prompts = [], partials = [], losses = [] } = format?.read(file, tree) ?? {};
    const { diagnostics } = readLibrary([
      ...prompts.map(({ id, file: value }) => ({ kind: 'prompt' as const, path: `${id}.prompt.yaml`, id, text: writePromptFile(value) })),
      ...partials.map(({ id, text: content }) => ({ kind: 'partial' as const, path: `${id}.partial.md`, id, text: content })),
    ]);

    expect(prompts).toHaveLength(1);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(losses.every(({ range, message }) => range !== undefined && message !== '')).toBe(true);
  });
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { readPrompt } from '../../prompt/document/read-prompt.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { renderPrompt } from '../../prompt/render/render-prompt.ts';
import { langwatch } from './langwatch.ts';

/** What LangWatch's own SDK 0.16 made of prompts that we exported; see test/support/record-langwatch-prompts.ts. */
interface Recorded {
  readonly prompt: string;
  readonly written: string;
  readonly variables: JsonObject;
  readonly read: {
    readonly model: string;
    readonly temperature: number;
    readonly maxTokens: number;
    readonly messages: readonly JsonObject[];
  };
}

const records = readFileSync(new URL('../../../fixtures/langwatch/compiled.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

test.each(records)(
  "LangWatch's SDK reads what we export, and prints what we print: $written",
  ({ prompt: text, written, variables, read }) => {
    const id = 'p' as PromptId;
    const { prompt } = readPrompt({ file: 'p.prompt.yaml', text }, { id });
    if (prompt === undefined) throw new Error('The prompt cannot be read.');
    const [file] = langwatch.write?.([{ prompt, path: 'p', partials: new Map() }]).files ?? [];
    const rendered = renderPrompt({ id, content: prompt, partials: new Map() }, variables);

    expect(file?.text).toBe(written);
    expect(rendered.messages).toEqual(read.messages);
    expect({ model: rendered.model, ...rendered.parameters }).toMatchObject({
      model: read.model,
      temperature: read.temperature,
      maxTokens: read.maxTokens,
    });
  },
);

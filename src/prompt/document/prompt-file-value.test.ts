import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { promptNormalForm } from '../digest/normal-form.ts';
import type { Prompt, PromptId } from '../prompt.ts';
import { promptFileValue } from './prompt-file-value.ts';
import { readPrompt } from './read-prompt.ts';
import { writePromptFile } from './write-prompt.ts';

const folder = new URL('../../../fixtures/prompts/valid/', import.meta.url);
const read = (text: string): Prompt => {
  const { prompt, diagnostics } = readPrompt({ file: 'a.prompt.yaml', text }, { id: 'folder/a' as PromptId });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return prompt!;
};

describe('promptFileValue', () => {
  test.each(readdirSync(folder))('%s means the same when it is written from what was read', (name) => {
    const prompt = read(readFileSync(new URL(name, folder), 'utf8'));
    const again = read(writePromptFile(promptFileValue(prompt)));
    expect(again).toEqual(prompt);
    const digest = (one: Prompt) => digestOf(promptNormalForm(one, new Map(), new Map()));
    expect(digest(again)).toBe(digest(prompt));
  });

  test('gives canonical names and the order of the design, whatever the file had', () => {
    const prompt = read(`messages: [{ content: "Hi {{x}}", role: user }]
tags: [b]
template: simple
inputs: { x: { type: string, default: hi } }
response_format: { type: json_schema, json_schema: { schema: { type: object }, name: out } }
modelParameters: { extra: { min_p: 1 }, stop_sequences: END, max_tokens: 5 }
parameters: { k: 1 }
model: openai/gpt-4o
name: A
`);
    expect(writePromptFile(promptFileValue(prompt))).toBe(`id: folder/a
name: A
model: openai/gpt-4o
modelParameters: { maxTokens: 5, stop: [END], extra: { min_p: 1 } }
parameters: { k: 1 }
responseFormat: json_schema
jsonSchema:
  name: out
  schema: { type: object }
template: simple
messages:
  - role: user
    content: Hi {{x}}
inputs:
  x: { type: string, default: hi }
tags: [b]
`);
  });
});

import { describe, expect, test } from 'vitest';
import { readPrompt } from '../../prompt/document/read-prompt.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { langwatch } from './langwatch.ts';

const PROMPT = 'model: openai/gpt-4o\nmodelParameters: { max_tokens: 100 }\nmessages:\n  - { role: user, content: "Hi {{name}}" }\n';
const LOCK = {
  lockfileVersion: 1,
  prompts: { 'team/tone': { version: 3, versionId: 'pv_1', materialized: 'prompts/.materialized/team/tone.prompt.yaml' } },
};

const read = (files: Record<string, string>, path = 'prompts.json') =>
  langwatch.read({ path, text: files[path] ?? '' }, new Map(Object.entries(files)));
const project = (prompts: object) => JSON.stringify({ prompts }, null, 2);

describe('a LangWatch project', () => {
  test('gives the prompts that it names by a file, under the names that it gives them, byte for byte', () => {
    const files = { 'prompts.json': project({ 'team/greet': 'file:prompts/greet.prompt.yaml' }), 'prompts/greet.prompt.yaml': PROMPT };
    const { prompts, losses, reads } = read(files);
    expect(prompts).toMatchObject([{ id: 'team/greet', from: 'prompts/greet.prompt.yaml', text: PROMPT }]);
    expect(reads).toEqual(['prompts/greet.prompt.yaml']);
    expect(losses).toEqual([]);
  });

  test('gives those of the server as they were synchronised, and notes their version', () => {
    const files = {
      'app/prompts.json': project({ 'team/tone': 'latest' }),
      'app/prompts-lock.json': JSON.stringify(LOCK),
      'app/prompts/.materialized/team/tone.prompt.yaml': PROMPT,
    };
    const { prompts, reads } = read(files, 'app/prompts.json');
    expect(prompts[0]).toMatchObject({
      id: 'team/tone',
      file: { modelParameters: { maxTokens: 100 }, metadata: { langwatch: { version: 3, versionId: 'pv_1' } } },
    });
    expect(reads).toEqual(['app/prompts/.materialized/team/tone.prompt.yaml', 'app/prompts-lock.json']);
  });

  test('drops what only the server has, or what its file does not give, where it is named', () => {
    const { prompts, losses } = read({ 'prompts.json': project({ a: 'latest', b: { version: '5' }, c: { file: 'c.yaml' } }) });
    expect(prompts).toEqual([]);
    expect(losses.map(({ field, range, message }) => [field, range?.line, message])).toEqual([
      ['prompts.a', 3, 'Only the LangWatch server has its text: run `langwatch prompt sync` there first.'],
      ['prompts.b', 4, 'Only the LangWatch server has its text: run `langwatch prompt sync` there first.'],
      ['prompts.c', 7, 'Its file c.yaml is not among the given files.'],
    ]);
  });

  test('is told from other JSON with a key `prompts`', () => {
    const recognised = (text: string) => langwatch.recognises({ path: 'a.json', text });
    expect(recognised(project({ a: 'latest' }))).toBe(true);
    expect(recognised(JSON.stringify(LOCK))).toBe(true);
    expect(recognised('{"prompts":{"a":{"text":"x"}}}')).toBe(false);
    expect(recognised('{"prompts":{"a":"latest"},"providers":[]}')).toBe(false);
  });
});

describe('a prompt file of LangWatch', () => {
  test('with the envelope of its schema alone is one of ours, and asks for that schema', () => {
    const text = `${PROMPT}response_format:\n  name: answer\n  schema: { type: object }\nparameters: { audience: all }\n`;
    const { prompts } = read({ 'a.prompt.yaml': text }, 'a.prompt.yaml');
    const { prompt } = readPrompt({ file: 'a', text: prompts[0]?.text ?? '' }, { id: 'a' as PromptId });
    expect(prompt).toMatchObject({ responseFormat: 'json_schema', schema: { name: 'answer', schema: { type: 'object' } } });
    expect(langwatch.recognises({ path: 'a.prompt.yaml', text })).toBe(true);
    expect(langwatch.recognises({ path: 'a.prompt.yaml', text: PROMPT })).toBe(false);
  });

  test('with content in parts is refused where they stand', () => {
    const text = 'model: m\nmessages:\n  - role: user\n    content: [{ type: image }]\n';
    expect(() => read({ 'a.yaml': text }, 'a.yaml')).toThrow('The message has content in parts');
  });
});

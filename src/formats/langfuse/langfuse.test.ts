import { describe, expect, test } from 'vitest';
import type { Failure } from '../../base/failure.ts';
import { writePromptFile } from '../../prompt/document/write-prompt.ts';
import { readLibrary } from '../../prompt/library/read-library.ts';
import { langfuse } from './langfuse.ts';

const chat = (content: string, more: object = {}) => ({ name: 'greet', type: 'chat', prompt: [{ role: 'user', content }], ...more });
const text = (name: string, prompt: string, more: object = {}) => ({
  name,
  type: 'text',
  prompt,
  version: 1,
  labels: ['production'],
  ...more,
});

function read(values: Record<string, unknown>, path = Object.keys(values)[0] ?? '') {
  const tree = new Map(Object.entries(values).map(([name, value]) => [name, JSON.stringify(value, null, 2)]));
  return langfuse.read({ path, text: tree.get(path) ?? '' }, tree);
}
const fileOf = (value: unknown) => read({ 'a.json': value }).prompts[0]?.file;

function refusal(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('nothing was refused');
}

describe('a prompt of Langfuse', () => {
  test('is read with its config under our names, and what is its own under parameters', () => {
    const config = {
      model: 'gpt-4o',
      temperature: 0.2,
      max_tokens: 100,
      audience: 'all',
      top_p: 'high',
      response_format: { type: 'json_object' },
      tools: [{ type: 'function', function: { name: 'find' } }],
      tool_choice: 'auto',
    };
    expect(fileOf(chat('Hi {{name}}', { config, tags: ['team'] }))).toEqual({
      model: 'gpt-4o',
      modelParameters: { temperature: 0.2, maxTokens: 100 },
      responseFormat: 'json_object',
      tools: config.tools,
      toolChoice: 'auto',
      parameters: { audience: 'all', top_p: 'high' },
      template: 'simple',
      messages: [{ role: 'user', content: 'Hi {{name}}' }],
      tags: ['team'],
    });
  });

  test('keeps placeholders, and the name that is no id', () => {
    const prompt = [{ role: 'system', content: 'Hi' }, { type: 'placeholder', name: 'history' }, { name: 'more' }];
    expect(fileOf({ name: 'My prompt', type: 'chat', prompt })).toMatchObject({
      name: 'My prompt',
      messages: [
        { role: 'system', content: 'Hi' },
        { role: 'placeholder', name: 'history' },
        { role: 'placeholder', name: 'more' },
      ],
    });
    expect(read({ 'a.json': { name: 'My prompt', type: 'chat', prompt } }).prompts[0]?.id).toBe('My-prompt');
  });

  test('notes version and labels as metadata, and lists them', () => {
    const { prompts, losses } = read({
      'a.json': chat('Hi', { version: 4, labels: ['production'], commitMessage: 'Say hi', createdAt: 'x' }),
    });
    expect(prompts[0]?.file.metadata).toEqual({ langfuse: { version: 4, labels: ['production'] } });
    expect(losses.map(({ kind, field }) => [kind, field])).toEqual([
      ['changed', 'version'],
      ['changed', 'labels'],
      ['dropped', 'commitMessage'],
    ]);
  });

  test('of several versions gives what production serves, and lists the others', () => {
    const versions = [1, 2, 3].map((version) => chat(`v${version}`, { version, labels: version === 2 ? ['production'] : [] }));
    const { prompts, losses } = read({ 'all.json': versions });
    expect(prompts.map(({ file }) => file.messages)).toEqual([[{ role: 'user', content: 'v2' }]]);
    expect(losses.filter(({ kind }) => kind === 'dropped').map(({ field }) => field)).toEqual(['[0].prompt', '[2].prompt']);
  });

  test('is told from other JSON', () => {
    const recognised = (value: unknown) => langfuse.recognises({ path: 'a.json', text: JSON.stringify(value) });
    expect(recognised(chat('Hi'))).toBe(true);
    expect(recognised({ name: 'x', prompt: 'Hi', labels: [] })).toBe(true);
    expect(recognised({ name: 'package', version: '1.0.0' })).toBe(false);
    expect(recognised([])).toBe(false);
  });
});

describe('texts that are included', () => {
  const tone = text('shared/tone', 'Be kind, {{name}}. {% now %}');
  const greet = chat('Greet {{ name }}. @@@langfusePrompt:name=shared/tone|label=production@@@ {%');

  test('become partials, and the prompt reads as Langfuse resolves it', () => {
    const values = { 'greet.json': greet, 'tone.json': tone };
    const [prompt] = read(values).prompts;
    const [partial] = read(values, 'tone.json').partials;
    expect(prompt?.file.messages).toEqual([{ role: 'user', content: 'Greet {{ name }}. {% render "shared/tone" %} {{ "{%" }}' }]);
    expect(partial).toMatchObject({ id: 'shared/tone', template: 'simple', text: 'Be kind, {{name}}. {% now %}' });
    const library = readLibrary([
      { kind: 'prompt', path: 'greet.prompt.yaml', id: 'greet', text: writePromptFile(prompt?.file ?? {}) },
      { kind: 'partial', path: 'shared/tone.partial.md', id: 'shared/tone', text: `---\ntemplate: simple\n---\n${partial?.text}` },
    ]);
    expect(library.diagnostics).toEqual([]);
  });

  test.each([
    ['is not given', {}, 'The prompt "shared/tone" that is included here is not among the given files.'],
    ['is a chat', { 'tone.json': { ...chat('x'), name: 'shared/tone' } }, '"shared/tone" is included here, but is no text prompt.'],
    [
      'is another version',
      { 'tone.json': { ...tone, labels: ['staging'], version: 7 } },
      '"shared/tone" is included here by its label production, but version 7 is the one that is imported.',
    ],
  ])('are refused where they stand when what is named %s', (_what, others, message) => {
    const failure = refusal(() => read({ 'greet.json': greet, ...others }));
    expect(failure).toMatchObject({ code: 'import-refused', message, where: { file: 'greet.json', line: 7, column: 37 } });
  });
});

describe('tags of mustache', () => {
  test.each([
    ['{{ a }} {{{a}}} {{& a}}', '{{ a }} {{a}} {{a}}'],
    ['one\n  {{! note }}\ntwo', 'one\ntwo'],
    ['one {{! note }} two', 'one  two'],
    ['{"a": {"b": 1}} }}', '{"a": {"b": 1}} }}'],
  ])('%j is written %j', (theirs, ours) => {
    expect(fileOf(chat(theirs))?.messages).toEqual([{ role: 'user', content: ours }]);
  });

  test.each([
    ['ab {{#list}}x{{/list}}', 'A section (`{{#list}}`)', 22],
    ['{{> other}}', 'A partial (`{{> other}}`)', 19],
    ['{{=<% %>=}}', 'A change of delimiters', 19],
    ['{{my name}}', '`{{my name}}` names nothing', 19],
    ['{{empty}}', '`{{empty}}` names nothing', 19],
    ['ab {{name', 'A tag is opened here and never closed.', 22],
  ])('%j is refused where it stands', (theirs, message, column) => {
    const failure = refusal(() => fileOf(chat(theirs)));
    expect(failure.message).toContain(message);
    expect(failure.where).toEqual({ file: 'a.json', line: 7, column });
  });

  test('by the hundred thousand are read in a moment', () => {
    expect(() => fileOf(chat('{{'.repeat(200_000)))).toThrow('never closed');
    expect(() => fileOf(chat('{{{ '.repeat(200_000)))).toThrow('never closed');
  });
});

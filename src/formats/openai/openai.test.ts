import { describe, expect, test } from 'vitest';
import type { Failure } from '../../base/failure.ts';
import { openai } from './openai.ts';

const read = (value: unknown, text = JSON.stringify(value, null, 2)) => openai.read({ path: 'team/greet.json', text }, new Map());
const fileOf = (value: unknown) => read(value).prompts[0]?.file;
const lost = (value: unknown) => read(value).losses.map(({ kind, field, range }) => [kind, field, range?.line]);

function refusal(value: unknown): Failure {
  try {
    read(value);
  } catch (error) {
    return error as Failure;
  }
  throw new Error('nothing was refused');
}

const user = { role: 'user', content: 'Hi {{name}}' };

describe('a chat-completions request', () => {
  test('is read with its model, parameters, tools and format under our names', () => {
    const schema = { name: 'answer', strict: true, schema: { type: 'object' } };
    const tools = [{ type: 'function', function: { name: 'find', parameters: { type: 'object' } } }];
    const request = {
      model: 'gpt-4o',
      temperature: 0.2,
      top_p: 0.9,
      max_completion_tokens: 100,
      stop: ['###'],
      reasoning_effort: 'low',
      user: 'u-1',
      logit_bias: { '50256': -100 },
      response_format: { type: 'json_schema', json_schema: schema },
      tools,
      tool_choice: 'required',
      messages: [{ role: 'developer', content: 'Be brief.' }, user],
    };
    expect(fileOf(request)).toEqual({
      model: 'openai/gpt-4o',
      modelParameters: {
        temperature: 0.2,
        topP: 0.9,
        stop: ['###'],
        reasoningEffort: 'low',
        maxTokens: 100,
        extra: { user: 'u-1', logit_bias: { '50256': -100 } },
      },
      responseFormat: 'json_schema',
      jsonSchema: schema,
      messages: [{ role: 'developer', content: 'Be brief.' }, user],
      tools,
      toolChoice: 'required',
    });
    expect(lost(request)).toEqual([]);
  });

  test('may be the messages alone', () => {
    expect(fileOf([user])).toEqual({ messages: [user] });
    expect(openai.recognises({ path: 'a.json', text: JSON.stringify([user]) })).toBe(true);
    expect(openai.recognises({ path: 'a.json', text: '{"scripts":{}}' })).toBe(false);
  });

  test('keeps calls of tools and their results', () => {
    const calls = [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{}' } }];
    const messages = [
      user,
      { role: 'assistant', content: null, tool_calls: calls },
      { role: 'tool', tool_call_id: 'c1', content: 'found' },
    ];
    expect(fileOf({ messages })).toEqual({
      messages: [user, { role: 'assistant', toolCalls: calls }, { role: 'tool', content: 'found', toolCallId: 'c1' }],
    });
  });

  test('reads the older words for tools, and says so', () => {
    const request = { messages: [user], functions: [{ name: 'find' }], function_call: { name: 'find' } };
    expect(fileOf(request)).toMatchObject({
      tools: [{ type: 'function', function: { name: 'find' } }],
      toolChoice: { type: 'function', function: { name: 'find' } },
    });
    expect(lost(request)).toEqual([['changed', 'functions', expect.any(Number)]]);
  });

  test('lists what is no part of a prompt, where it stands', () => {
    expect(
      lost({
        messages: [
          { ...user, refusal: 'no' },
          { role: 'assistant', content: '' },
        ],
        stream: true,
      }),
    ).toEqual([
      ['dropped', 'messages[0].refusal', 6],
      ['dropped', 'messages[1]', 8],
      ['dropped', 'stream', 13],
    ]);
  });

  test('joins texts in parts, and refuses an image where it stands', () => {
    const parts = [
      { type: 'text', text: 'One' },
      { type: 'text', text: 'Two' },
    ];
    expect(fileOf([{ role: 'user', content: parts }])).toEqual({ messages: [{ role: 'user', content: 'One\n\nTwo' }] });
    expect(lost([{ role: 'user', content: parts.slice(1) }])).toEqual([]);
    const image = { type: 'image_url', image_url: { url: 'https://example.com/cat.png' } };
    const { code, message, where } = refusal([{ role: 'user', content: [parts[0], image] }]);
    expect(code).toBe('import-refused');
    expect(message).toBe('A part of type "image_url" is no text; a prompt holds texts only.');
    expect(where).toEqual({ file: 'team/greet.json', line: 9, column: 7 });
  });

  test('reads braces that Liquid would take for tags as text', () => {
    expect(fileOf([{ role: 'user', content: '{% if %} {{name}}' }])).toMatchObject({ template: 'simple' });
    expect(fileOf([user])).not.toHaveProperty('template');
  });

  test('that is not JSON is refused at the place', () => {
    expect(() => read(undefined, '{\n  "messages": [,]\n}')).toThrow('The file is not JSON');
    expect(refusal({ messages: 'Hi' }).message).toBe('There is no list of messages with roles.');
    expect(refusal([{ role: 'robot', content: 'Hi' }]).where).toMatchObject({ line: 3, column: 13 });
  });
});

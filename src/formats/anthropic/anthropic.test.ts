import { describe, expect, test } from 'vitest';
import { anthropic } from './anthropic.ts';

const read = (value: unknown) => anthropic.read({ path: 'greet.json', text: JSON.stringify(value, null, 2) }, new Map());
const fileOf = (value: unknown) => read(value).prompts[0]?.file;
const lost = (value: unknown) => read(value).losses.map(({ kind, field }) => [kind, field]);
const recognised = (value: unknown) => anthropic.recognises({ path: 'greet.json', text: JSON.stringify(value) });

const user = { role: 'user', content: 'Hi {{name}}' };

describe('a messages request', () => {
  test('is read with its system text, parameters, tools and format under our names', () => {
    const request = {
      model: 'claude-sonnet-4',
      max_tokens: 500,
      temperature: 0,
      stop_sequences: ['END'],
      thinking: { type: 'enabled', budget_tokens: 1024 },
      output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object' } } },
      system: 'Be brief.',
      tools: [{ name: 'find', description: 'Finds.', input_schema: { type: 'object' } }],
      tool_choice: { type: 'tool', name: 'find' },
      messages: [user],
    };
    expect(fileOf(request)).toEqual({
      model: 'anthropic/claude-sonnet-4',
      modelParameters: {
        temperature: 0,
        maxTokens: 500,
        stop: ['END'],
        reasoningEffort: 'low',
        extra: { thinking: { type: 'enabled', budget_tokens: 1024 } },
      },
      responseFormat: 'json_schema',
      jsonSchema: { schema: { type: 'object' } },
      messages: [{ role: 'system', content: 'Be brief.' }, user],
      tools: [{ type: 'function', function: { name: 'find', description: 'Finds.', parameters: { type: 'object' } } }],
      toolChoice: { type: 'function', function: { name: 'find' } },
    });
    expect(lost(request)).toEqual([]);
  });

  test('turns blocks of calls and results into messages of their own', () => {
    const messages = [
      user,
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 's' },
          { type: 'text', text: 'Looking.' },
          { type: 'tool_use', id: 'c1', name: 'find', input: { q: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: [{ type: 'text', text: 'found' }], is_error: false },
          { type: 'text', text: 'Go on.' },
        ],
      },
    ];
    expect(fileOf({ messages })).toEqual({
      messages: [
        user,
        {
          role: 'assistant',
          content: 'Looking.',
          toolCalls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } }],
        },
        { role: 'tool', toolCallId: 'c1', content: 'found' },
        { role: 'user', content: 'Go on.' },
      ],
    });
    expect(lost({ messages })).toEqual([
      ['dropped', 'messages[1].content[0]'],
      ['dropped', 'messages[2].content[0].is_error'],
    ]);
  });

  test('lists caching, tools of the provider and what moves', () => {
    const cached = { type: 'text', text: 'Rules.', cache_control: { type: 'ephemeral' } };
    const request = {
      system: [cached, { type: 'text', text: 'More.' }],
      tools: [{ type: 'web_search_20250305', name: 'web_search' }],
      tool_choice: { type: 'any', disable_parallel_tool_use: true },
      messages: [
        user,
        {
          role: 'assistant',
          content: [
            { type: 'tool_use', id: 'c', name: 'f', input: {} },
            { type: 'text', text: 'x' },
          ],
        },
      ],
    };
    expect(lost(request)).toEqual([
      ['dropped', 'system[0].cache_control'],
      ['changed', 'system'],
      ['changed', 'messages[1].content[1]'],
      ['dropped', 'tools[0]'],
      ['dropped', 'tool_choice.disable_parallel_tool_use'],
    ]);
    expect(fileOf(request)).toMatchObject({ toolChoice: 'required', messages: [{ role: 'system', content: 'Rules.\n\nMore.' }, {}, {}] });
  });

  test('refuses images and other roles where they stand', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: '' } };
    expect(() => read({ messages: [{ role: 'user', content: [image] }] })).toThrow('A part of type "image" is no text');
    expect(() => read({ system: 'x', messages: [{ role: 'system', content: 'x' }] })).toThrow('There is no role "system" here.');
  });

  test('is told from a request of OpenAI by what only it has', () => {
    expect(recognised({ system: 'x', messages: [user] })).toBe(true);
    expect(recognised({ model: 'claude-sonnet-4', messages: [user] })).toBe(true);
    expect(recognised({ tools: [{ name: 'f', input_schema: {} }], messages: [user] })).toBe(true);
    expect(recognised({ model: 'gpt-4o', messages: [user] })).toBe(false);
  });
});

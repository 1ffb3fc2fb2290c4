import { describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { readPrompty } from './read-prompty.ts';

const read = (text: string, tree: ReadonlyMap<string, string> = new Map()) => readPrompty({ path: 'chats/a.prompty', text }, tree);

describe('reading Prompty', () => {
  test('parts messages at lines that name a role, and takes line ends off both ends', () => {
    const { prompts } = read('Before.\n\n# User:\n\nThe user: said {{x}}\n\nassistant[a=1]:\nOk\n');

    expect(prompts[0]?.file.messages).toEqual([
      { role: 'system', content: 'Before.' },
      { role: 'user', content: 'The user: said {{ x }}' },
      { role: 'assistant', content: 'Ok' },
    ]);
  });

  test('makes a slot of a thread, and of the loop that writes earlier messages', () => {
    const thread = '---\ninputs:\n  - { name: talk, kind: thread }\n---\nsystem:\nA\n\n{{talk}}\n\nuser:\n{{q}}';
    const loop = 'system:\nA\n{% for item in history %}\n{{item.role}}:\n{{item.content}}\n{% endfor %}';

    expect(read(thread).prompts[0]?.file.messages).toMatchObject([
      { role: 'system' },
      { role: 'placeholder', name: 'talk' },
      { role: 'user' },
    ]);
    expect(read(loop).prompts[0]?.file.messages).toEqual([
      { role: 'system', content: 'A' },
      { role: 'placeholder', name: 'history' },
    ]);
    expect(read(loop).losses).toMatchObject([{ kind: 'changed', field: 'history', range: { line: 3 } }]);
  });

  test('never reads the environment, and names the variable', () => {
    const { prompts, losses } = read(`---\nmodel: { id: gpt-4, connection: { apiKey: "$\{env:SECRET_KEY:none}" } }\n---\nHi`);

    expect(JSON.stringify(prompts)).not.toContain('none');
    expect(losses).toMatchObject([{ kind: 'dropped', field: 'model.connection.apiKey' }]);
    expect(losses[0]?.message).toContain('SECRET_KEY');
  });

  test('reads files of the tree only', () => {
    const text = `---\nsample: $\{file:data.json}\ninputs: { a: { type: string } }\n---\nuser:\n{{a}}`;
    const tree = new Map([['chats/data.json', '{"a": "x", "other": 1}']]);

    expect(read(text, tree).prompts[0]?.file.testData).toEqual([{ a: 'x' }]);
    expect(read(text.replace('data.json', '../../etc/passwd'), tree).losses[0]?.message).toContain('outside the files given');
  });

  test('reads version 2: options, inputs, outputs and functions', () => {
    const { prompts, losses } = read(`---
model: { id: gpt-4o, provider: openai, options: { maxOutputTokens: 50, additionalProperties: { logprobs: true } } }
inputs: { city: { kind: string, required: true, example: Paris }, days: 3 }
outputs: [{ name: degrees, kind: float, required: true }]
tools:
  - { name: look, kind: function, parameters: [{ name: where, kind: string, required: true }], bindings: { key: x } }
  - { name: web, kind: mcp }
---
user:
{{city}} {{days}}`);

    expect(prompts[0]?.file).toMatchObject({
      model: 'openai/gpt-4o',
      modelParameters: { maxTokens: 50, extra: { logprobs: true } },
      inputs: { city: { type: 'string', required: true }, days: { type: 'integer', default: 3 } },
      jsonSchema: { schema: { properties: { degrees: { type: 'number' } }, required: ['degrees'] } },
      tools: [{ function: { name: 'look', parameters: { required: ['where'] } } }],
      testData: [{ city: 'Paris' }],
    });
    expect(losses.map(({ field }) => field)).toEqual(['tools[0].bindings', 'tools[1]']);
  });

  test.each(['---\na: [\n---\nx', '---\nname: a\n---\n', '---\ntemplate: liquid\n---\nx', 'user:\n{% include "x" %}'])(
    'refuses %j',
    (text) => {
      expect(() => read(text)).toThrow(Failure);
    },
  );
});

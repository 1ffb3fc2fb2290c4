import { describe, expect, test } from 'vitest';
import { promptfoo } from './promptfoo.ts';

function read(config: object, files: Readonly<Record<string, string>> = {}) {
  return promptfoo.read({ path: 'promptfooconfig.json', text: JSON.stringify(config) }, new Map(Object.entries(files)));
}

const says = (value: string | number, vars: object = {}) => ({ vars, assert: [{ type: 'icontains', value }] });

describe('reading a config of promptfoo', () => {
  test('makes one suite of tests that assert the same kinds of things, and each case says what it expects', () => {
    const { suites } = read({ prompts: ['{{a}}'], tests: [says('x', { a: 1 }), says('y', { a: 2 }), says('{{a}}', { a: 3 })] });
    expect(suites).toHaveLength(1);
    expect(suites[0]?.file.scorers).toEqual([{ uses: 'icontains', value: '{{ expected }}' }]);
    expect(suites[0]?.dataset.rows).toEqual([
      { inputs: { a: 1 }, expected: 'x' },
      { inputs: { a: 2 }, expected: 'y' },
      { inputs: { a: 3 }, expected: '3' },
    ]);
  });

  test('writes what all tests look for into the suite, and names several things that differ', () => {
    const tests = ['x', 'y'].map((value) => ({
      vars: { a: value },
      assert: [
        { type: 'contains', value: 'all' },
        { type: 'icontains', value },
        { type: 'contains-any', value: [value, 'z'] },
      ],
    }));
    const { suites } = read({ prompts: ['{{a}}'], tests });
    expect(suites[0]?.file.scorers).toEqual([
      { uses: 'contains', value: 'all' },
      { uses: 'icontains', value: '{{ expected.icontains }}' },
      { uses: 'contains-any', value: ['{{ expected.contains-any.0 }}', '{{ expected.contains-any.1 }}'] },
    ]);
    expect(suites[0]?.dataset.rows[1]).toEqual({ inputs: { a: 'y' }, expected: { icontains: 'y', 'contains-any': ['y', 'z'] } });
  });

  test('parts tests whose patterns differ, which no case can say', () => {
    const tests = ['^x', '^y'].map((value) => ({ vars: { a: value }, assert: [{ type: 'regex', value }] }));
    expect(read({ prompts: ['{{a}}'], tests }).suites.map(({ name }) => name)).toEqual(['promptfoo', 'promptfoo-2']);
  });

  test('reads prompts in files, several between lines, and chats', () => {
    const files = { 'two.txt': 'One {{a}}\n---\nTwo', 'chat.json': '[{"role":"system","content":"Be kind."}]' };
    const { prompts } = read({ prompts: ['file://two.txt', 'chat.json'] }, files);
    expect(prompts.map(({ file }) => file.messages)).toEqual([
      [{ role: 'user', content: 'One {{ a }}' }],
      [{ role: 'user', content: 'Two' }],
      [{ role: 'system', content: 'Be kind.' }],
    ]);
  });

  test('refuses lists and scenarios that multiply into more cases than anybody could run', () => {
    const many = Array.from({ length: 99 }, (_, index) => index);
    const tests = [1, 2].map((n) => says('x', { n, a: many, b: many }));
    expect(() => read({ prompts: ['{{a}}'], tests })).toThrow('more than 10000 cases');
    const row = Array.from({ length: 200 }, (_, index) => ({ vars: { a: index } }));
    expect(() => read({ prompts: ['{{a}}'], scenarios: [{ config: row, tests: row }] })).toThrow('more than 10000 cases');
  });
});

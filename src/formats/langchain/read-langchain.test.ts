import { describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { langchain } from './langchain.ts';

function read(value: object, files: Readonly<Record<string, string>> = {}) {
  return langchain.read({ path: 'a.json', text: JSON.stringify(value) }, new Map(Object.entries(files)));
}

const EXAMPLE = { _type: 'prompt', input_variables: ['in', 'out'], template: '{in} is not {out}' };
const FEW = { _type: 'few_shot', prefix: 'Antonyms.', examples: [{ in: 'up', out: 'down' }], suffix: '{word}?' };

describe('reading LangChain', () => {
  test('reads an f-string, and asks for the variables that LangChain asks for', () => {
    const { prompts, losses } = read({ _type: 'prompt', template: 'Hi {name} {{x}}', partial_variables: { name: 'Ann', other: 1 } });
    expect(prompts[0]?.file).toEqual({ messages: [{ role: 'user', content: 'Hi {{ name }} {x}' }], inputs: { name: { default: 'Ann' } } });
    expect(losses).toEqual([]);
    expect(read({ _type: 'prompt', template: '{a}' }).prompts[0]?.file.inputs).toEqual({ a: { required: true } });
  });

  test('writes examples into the text, wherever their template stands', () => {
    const here = read({ ...FEW, example_prompt: EXAMPLE }).prompts[0]?.file;
    expect(here?.messages).toEqual([{ role: 'user', content: 'Antonyms.\n\nup is not down\n\n{{ word }}?' }]);
    expect(read({ ...FEW, example_prompt_path: 'example.json' }, { 'example.json': JSON.stringify(EXAMPLE) }).prompts[0]?.file).toEqual(
      here,
    );
  });

  test('reads the messages of a chat, and the slot for earlier ones', () => {
    const messages = [{ role: 'system', content: 'Be {mood}.' }, { variable_name: 'history' }, { role: 'human', content: 'Hi' }];
    expect(read({ _type: 'chat', messages }).prompts[0]?.file.messages).toEqual([
      { role: 'system', content: 'Be {{ mood }}.' },
      { role: 'placeholder', name: 'history' },
      { role: 'user', content: 'Hi' },
    ]);
  });

  test.each([
    [{ _type: 'prompt' }, 'no template'],
    [{ _type: 'prompt', template: 'a', template_format: 'erb' }, 'no template language'],
    [{ _type: 'prompt', template_path: '/etc/passwd' }, 'outside the files given'],
    [{ ...FEW, example_prompt_path: '../../example.json' }, 'outside the files given'],
    [{ ...FEW, example_prompt: EXAMPLE, examples: 'missing.json' }, 'not among the files given'],
    [{ ...FEW, example_prompt: EXAMPLE, example_selector: {} }, 'chosen by code'],
    [{ _type: 'chat', messages: [{ role: 'function', content: 'a' }] }, 'no role'],
    [{ _type: 'chat', messages: [] }, 'no messages'],
  ])('refuses %j', (value, reason) => {
    expect(() => read(value)).toThrow(Failure);
    expect(() => read(value)).toThrow(reason);
  });
});

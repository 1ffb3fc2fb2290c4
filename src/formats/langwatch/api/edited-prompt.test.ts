import { describe, expect, test } from 'vitest';
import type { Prompt, PromptId } from '../../../prompt/prompt.ts';
import type { ExportedPrompt } from '../../foreign-format.ts';
import { configOfPrompt } from './config-of-prompt.ts';
import { editedPrompt, emptyPrompt } from './edited-prompt.ts';
import type { LangwatchConfig } from './langwatch-config.ts';

const id = 'support/triage' as PromptId;
const tone = 'shared/tone' as PromptId;

function stored(members: Partial<Prompt>): ExportedPrompt {
  const empty = emptyPrompt(id);
  const partials = new Map([[tone, { template: 'liquid' as const, text: 'Be kind.' }]]);
  return { ...empty, partials, prompt: { ...empty.prompt, model: 'openai/gpt-4o', ...members } };
}
const shownTo = (exported: ExportedPrompt): LangwatchConfig => configOfPrompt(exported).config;

const FULL = stored({
  messages: [
    { role: 'developer', content: '{% render "shared/tone" %} Triage.' },
    { role: 'user', name: 'customer', content: '{{ ticket }}' },
  ],
  parameters: { temperature: 0.2, maxTokens: 100, stop: ['END'], extra: { verbosity: 'low', logprobs: true } },
  schema: { name: 'answer', strict: true, schema: { type: 'object' } },
  responseFormat: 'json_schema',
  tools: [{ type: 'function', function: { name: 'look_up' } }],
  inputs: { ticket: { type: 'string', required: true, minLength: 1 } },
  risk: 'high',
});

describe('editedPrompt', () => {
  test('changes nothing when it is given what was shown', () => {
    expect(editedPrompt(FULL, shownTo(FULL))).toEqual(FULL.prompt);
  });

  test('refuses two inputs of one name, of which it could keep one', () => {
    const inputs = [
      { identifier: 'ticket', type: 'str' },
      { identifier: 'ticket', type: 'float' },
    ] as const;
    expect(() => editedPrompt(FULL, { inputs })).toThrow('The input "ticket" is there twice.');
  });

  test('keeps all that the edit does not speak of', () => {
    const edited = editedPrompt(FULL, { parameters: { temperature: 0.9 } });
    expect(edited).toEqual({ ...FULL.prompt, parameters: { ...FULL.prompt.parameters, temperature: 0.9 } });
  });

  test('keeps the partial of a text that was not edited, and role and name of one that was', () => {
    const [system] = shownTo(FULL).messages ?? [];
    const edited = editedPrompt(FULL, { messages: [system as never, { role: 'user', content: 'New {{ ticket }}' }] });
    expect(edited.messages).toEqual([FULL.prompt.messages[0], { role: 'user', name: 'customer', content: 'New {{ ticket }}' }]);
    const other = editedPrompt(FULL, { prompt: 'Other.' });
    expect(other.messages).toEqual([{ role: 'developer', content: 'Other.' }, FULL.prompt.messages[1]]);
  });

  test('takes parameters away that are said to be gone', () => {
    expect(editedPrompt(FULL, { without: ['temperature'] }).parameters).not.toHaveProperty('temperature');
  });

  test('turns edited texts of another dialect into Liquid that prints the same', () => {
    const literal = stored({
      template: 'none',
      messages: [
        { role: 'system', content: 'a {{ b }}' },
        { role: 'user', content: 'Hi' },
      ],
    });
    const edited = editedPrompt(literal, { messages: [...(shownTo(literal).messages ?? []), { role: 'assistant', content: 'Yes?' }] });
    expect(edited).toMatchObject({ template: 'liquid', messages: [{ content: 'a {{ "{{" }} b }}' }, {}, { content: 'Yes?' }] });
  });

  test('refuses to lose messages that the client was not shown or does not send back', () => {
    const slot = stored({
      messages: [
        { role: 'placeholder', name: 'history' },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(() => editedPrompt(slot, { messages: [{ role: 'user', content: 'Ho' }] })).toThrow('does not show');
    const two = stored({
      messages: [
        { role: 'system', content: 'A' },
        { role: 'system', content: 'B' },
        { role: 'user', content: 'Hi' },
      ],
    });
    const asTheirClientSends = { prompt: 'A', messages: [{ role: 'user' as const, content: 'Hi' }] };
    expect(editedPrompt(two, asTheirClientSends)).toEqual(two.prompt);
    expect(() => editedPrompt(two, { ...asTheirClientSends, prompt: 'C' })).toThrow('several system messages');
  });

  test.each([
    ['two system messages that differ', { prompt: 'A', messages: [{ role: 'system', content: 'B' }] }],
    ['an image', { inputs: [{ identifier: 'photo', type: 'image' }] }],
    [
      'two outputs',
      {
        outputs: [
          { identifier: 'a', type: 'str' },
          { identifier: 'b', type: 'str' },
        ],
      },
    ],
    ['an output that is a number', { outputs: [{ identifier: 'score', type: 'float' }] }],
    [
      'two forms of one answer',
      {
        outputs: [{ identifier: 'a', type: 'json_schema', json_schema: { type: 'object' } }],
        responseFormat: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'array' } } },
      },
    ],
  ] as [string, LangwatchConfig][])('refuses %s', (_what, config) => {
    expect(() => editedPrompt(FULL, config)).toThrow(expect.objectContaining({ code: 'langwatch-unsayable' }));
  });
});

describe('configOfPrompt', () => {
  test('names what it leaves out', () => {
    expect(configOfPrompt(FULL).unsaid).toEqual([
      'messages.1',
      'modelParameters.stop',
      'modelParameters.logprobs',
      'jsonSchema.strict',
      'inputs.ticket',
      'tools',
      'risk',
    ]);
  });

  test('says nothing of a prompt without a model', () => {
    const { model: _, ...prompt } = FULL.prompt;
    expect(() => configOfPrompt({ ...FULL, prompt })).toThrow('names no model');
  });
});

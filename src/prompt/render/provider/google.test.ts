import { describe, expect, test } from 'vitest';
import type { RenderedPrompt } from '../rendered-prompt.ts';
import { toGoogle } from './google.ts';
import { unsentSettings } from './unsent-settings.ts';

const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } };
const parameters = { type: 'object', properties: { q: { type: ['number', 'null'] } } };

const prompt = (more: Partial<RenderedPrompt> = {}): RenderedPrompt => ({
  model: 'google/gemini-2.5-flash',
  messages: [{ role: 'user', content: 'Hi' }],
  parameters: {},
  tools: [],
  ...more,
});
const history = (calls: readonly (typeof call & object)[], model = 'google/gemini-2.5-flash') =>
  toGoogle(prompt({ model, messages: [{ role: 'assistant', toolCalls: calls }] })).contents;

describe('Google', () => {
  test('gets every setting under its own name', () => {
    const body = toGoogle(
      prompt({
        parameters: {
          temperature: 0,
          topP: 0.9,
          topK: 40,
          maxTokens: 100,
          stop: ['###'],
          seed: 7,
          frequencyPenalty: 0.1,
          presencePenalty: 0.2,
          reasoningEffort: 'low',
          extra: { safetySettings: [], contents: 'sly', generationConfig: { topP: 0.5, mediaResolution: 'LOW' } },
        },
        messages: [
          { role: 'system', content: 'Rules' },
          { role: 'developer', content: 'More rules' },
          { role: 'user', content: 'Hi', name: 'ann' },
          { role: 'assistant', content: 'Looking.', toolCalls: [call, { ...call, id: 'c2' }] },
          { role: 'tool', toolCallId: 'c1', content: '{"found":2}' },
          { role: 'tool', toolCallId: 'c2', content: 'nothing' },
        ],
        responseFormat: 'json_schema',
        schema: { name: 'answer', strict: true, schema: { type: 'object' } },
        tools: [{ type: 'function', function: { name: 'find', description: 'Finds.', parameters, strict: true } }],
        toolChoice: { type: 'function', function: { name: 'find' } },
      }),
    );

    expect(body).toEqual({
      systemInstruction: { parts: [{ text: 'Rules' }, { text: 'More rules' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        {
          role: 'model',
          parts: [
            { text: 'Looking.' },
            { functionCall: { id: 'c1', name: 'find', args: { q: 1 } } },
            { functionCall: { id: 'c2', name: 'find', args: { q: 1 } } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'c1', name: 'find', response: { found: 2 } } },
            { functionResponse: { id: 'c2', name: 'find', response: { result: 'nothing' } } },
          ],
        },
      ],
      tools: [{ functionDeclarations: [{ name: 'find', description: 'Finds.', parametersJsonSchema: parameters }] }],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['find'] } },
      generationConfig: {
        temperature: 0,
        topP: 0.5,
        topK: 40,
        maxOutputTokens: 100,
        stopSequences: ['###'],
        seed: 7,
        frequencyPenalty: 0.1,
        presencePenalty: 0.2,
        thinkingConfig: { thinkingBudget: 1024 },
        responseMimeType: 'application/json',
        responseJsonSchema: { type: 'object' },
        mediaResolution: 'LOW',
      },
      safetySettings: [],
    });
  });

  test('is told nothing that is not set', () => {
    expect(toGoogle(prompt())).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] });
  });

  test.each([
    ['google/gemini-2.5-pro', 'high', { thinkingBudget: 24_576 }],
    ['google/gemini-2.5-flash', 'none', { thinkingBudget: 0 }],
    ['google/gemini-3-pro-preview', 'high', { thinkingLevel: 'high' }],
    ['google/gemini-3.5-flash', 'minimal', { thinkingLevel: 'minimal' }],
  ])('tells %s to think with effort %s', (model, reasoningEffort, thinkingConfig) => {
    expect(toGoogle(prompt({ model, parameters: { reasoningEffort } })).generationConfig).toEqual({ thinkingConfig });
    expect(unsentSettings(prompt({ model, parameters: { reasoningEffort } }), 'google')).toEqual([]);
  });

  test.each(['google/gemini-2.0-flash', 'google/gemma-3-27b-it'])('says that %s cannot be told how much to think', (model) => {
    const asked = prompt({ model, parameters: { reasoningEffort: 'low' } });
    expect(toGoogle(asked)).not.toHaveProperty('generationConfig');
    expect(unsentSettings(asked, 'google')).toEqual(['reasoningEffort']);
  });

  test('brings back the signature of a thought, and says of calls without one that there is none', () => {
    const signed = { ...call, extra_content: { google: { thought_signature: 'abc' } } };
    const find = { id: 'c1', name: 'find', args: { q: 1 } };

    expect(history([signed])).toEqual([{ role: 'model', parts: [{ functionCall: find, thoughtSignature: 'abc' }] }]);
    expect(history([call, call], 'google/gemini-3-pro-preview')).toEqual([
      { role: 'model', parts: [{ functionCall: find, thoughtSignature: 'skip_thought_signature_validator' }, { functionCall: find }] },
    ]);
  });

  test('leaves out the ids that stand for a place only', () => {
    expect(history([{ ...call, id: 'call-0' }])).toEqual([{ role: 'model', parts: [{ functionCall: { name: 'find', args: { q: 1 } } }] }]);
  });

  test.each([
    ['auto', { mode: 'AUTO' }],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
  ])('knows the tool choice %s', (toolChoice, functionCallingConfig) => {
    expect(toGoogle(prompt({ toolChoice })).toolConfig).toEqual({ functionCallingConfig });
  });
});

import { describe, expect, test } from 'vitest';
import { runRequest } from '../../../test/support/eval-suite.ts';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { Message } from '../../prompt/prompt.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import { readCase } from '../dataset/read-case.ts';
import type { Answer } from '../run.ts';
import { answerCase } from './answer-case.ts';
import type { ModelRequest } from './model.ts';

function caseOf(row: JsonObject): EvalCase {
  const read = readCase({ value: row, where: { file: 'd.jsonl', line: 1, column: 1 } }, () => ({ data: 'iVBORw0KGgo=' }));
  if (!read.case) throw new TypeError(read.diagnostics.map(({ message }) => message).join());
  return read.case;
}

/** Answers with these, one after the other; what was asked is kept. */
async function answered(row: JsonObject, answers: readonly Partial<Answer>[], messages?: readonly Message[]) {
  const asked: ModelRequest[] = [];
  const ask = async (request: ModelRequest): Promise<Answer> => {
    asked.push(request);
    return { text: '', latencyMs: 10, usage: { input: 5, output: 1 }, cost: 0.5, ...answers[asked.length - 1] };
  };
  const { version } = runRequest({ rows: [], content: messages ? { messages } : {} });
  const answer = await answerCase({ version }, caseOf(row), 'openai/gpt-4o-mini', ask);
  return { answer, asked: asked.map(({ messages: sent }) => sent.map(({ role, content }) => `${role}: ${content ?? ''}`)) };
}

const call = (name: string, given: Json = {}, id = 'c1'): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(given) },
});

describe('a case of one question', () => {
  test('is one request, and its answer stays as it is', async () => {
    const { answer, asked } = await answered({ inputs: { q: 'Hello?' } }, [{ text: 'Hi' }]);
    expect(asked).toEqual([['user: Hello?']]);
    expect(answer).toEqual({ text: 'Hi', latencyMs: 10, usage: { input: 5, output: 1 }, cost: 0.5 });
  });
});

describe('turns', () => {
  test('are asked one after the other, each answer joining what was said', async () => {
    const row = { inputs: { q: 'Hello?' }, turns: ['And Rome?', { user: 'And Oslo?' }] };
    const { answer, asked } = await answered(row, [{ text: 'Italy' }, { text: 'Norway', finishReason: 'stop' }]);
    expect(asked).toEqual([
      ['user: Hello?', 'user: And Rome?'],
      ['user: Hello?', 'user: And Rome?', 'assistant: Italy', 'user: And Oslo?'],
    ]);
    expect(answer).toMatchObject({ text: 'Norway', finishReason: 'stop', latencyMs: 20, usage: { input: 10, output: 2 }, cost: 1 });
    expect(answer.transcript?.map(({ content }) => content)).toEqual(['And Rome?', 'Italy', 'And Oslo?', 'Norway']);
  });

  test('go where the prompt has a place for them', async () => {
    const messages: Message[] = [
      { role: 'system', content: 'Be short.' },
      { role: 'placeholder', name: 'history' },
      { role: 'system', content: 'Answer now.' },
    ];
    const { asked } = await answered({ turns: ['One?', 'Two?'] }, [{ text: '1' }, { text: '2' }], messages);
    expect(asked[1]).toEqual(['system: Be short.', 'user: One?', 'assistant: 1', 'user: Two?', 'system: Answer now.']);
  });

  test('that the assistant is taken to have said are not asked', async () => {
    const row = { inputs: { q: 'Hi' }, turns: [{ role: 'user', content: 'One?' }, { assistant: 'Un.' }, { user: 'Two?' }] };
    expect((await answered(row, [{ text: 'Deux.' }])).asked).toEqual([['user: Hi', 'user: One?', 'assistant: Un.', 'user: Two?']]);
  });

  test('of unknown price or length have a sum that is unknown', async () => {
    const { cost: _, ...unpriced } = { text: 'b', cost: 0 };
    const { answer } = await answered({ turns: ['a', 'b'], inputs: { q: '' } }, [{ text: 'a' }, { ...unpriced, cost: undefined as never }]);
    expect(answer).not.toHaveProperty('cost');
  });
});

describe('results of tools', () => {
  test('are sent back by the order of the calls, until the model answers', async () => {
    const row = { inputs: { q: 'Warm?' }, toolResults: { weather: [{ temp: 20 }, 'rain'] } };
    const { answer, asked } = await answered(row, [
      { toolCalls: [call('weather', { city: 'Rome' }), call('weather', { city: 'Oslo' }, 'c2')] },
      { text: 'Rome is.' },
    ]);
    expect(asked[1]).toEqual(['user: Warm?', 'assistant: ', 'tool: {"temp":20}', 'tool: rain']);
    expect(answer).toMatchObject({ text: 'Rome is.', toolCalls: [{ id: 'c1' }, { id: 'c2' }] });
  });

  test('that are lacking end the dialogue: the calls are the answer', async () => {
    const row = { inputs: { q: 'Warm?' }, toolResults: { weather: 20 }, turns: ['Rome?', 'Oslo?'] };
    const { answer, asked } = await answered(row, [{ toolCalls: [call('weather')] }, { toolCalls: [call('weather')] }, { text: 'never' }]);
    expect(asked).toHaveLength(2);
    expect(answer).toMatchObject({ text: '', toolCalls: [{}, {}] });
  });

  test('are sent no more often than allowed', async () => {
    const row = { inputs: { q: 'Warm?' }, toolResults: { weather: [1, 2, 3, 4] }, maxSteps: 3 };
    const { asked } = await answered(row, Array(5).fill({ toolCalls: [call('weather')] }));
    expect(asked).toHaveLength(3);
  });
});

describe('attachments', () => {
  const sent = async (row: JsonObject, messages?: Message[]) => {
    const requests: ModelRequest[] = [];
    const { version } = runRequest({ rows: [], content: messages ? { messages } : {} });
    await answerCase({ version }, caseOf(row), 'openai/gpt-4o-mini', async (request) => {
      requests.push(request);
      return { text: 'a', latencyMs: 1 };
    });
    return requests.map((request) => request.messages.map(({ attachments = [] }) => attachments.length));
  };
  const PICTURE = { file: 'images/a.png' };

  test('go with the last message of the user, or with the one that is named', async () => {
    const messages: Message[] = [
      { role: 'user', content: 'a' },
      { role: 'user', content: 'b' },
      { role: 'system', content: 'c' },
    ];
    expect(await sent({ inputs: {}, attachments: [PICTURE, { url: 'https://example.com/b.png' }] }, messages)).toEqual([[0, 2, 0]]);
    expect(await sent({ inputs: {}, attachments: [{ ...PICTURE, message: 0 }] }, messages)).toEqual([[1, 0, 0]]);
  });

  test('stay where they are while turns are asked', async () => {
    expect(await sent({ attachments: [PICTURE], turns: ['a', 'b'], inputs: {} }, [{ role: 'system', content: 's' }])).toEqual([
      [0, 1],
      [0, 1, 0, 0],
    ]);
    expect(await sent({ attachments: [PICTURE], turns: ['a', 'b'], inputs: { q: 'x' } })).toEqual([
      [1, 0],
      [1, 0, 0, 0],
    ]);
  });

  test('without a place are refused before anything is asked', async () => {
    await expect(sent({ inputs: {}, attachments: [PICTURE] }, [{ role: 'system', content: 's' }])).rejects.toMatchObject({
      code: 'variables-invalid',
      message: expect.stringContaining('no message of the user'),
    });
  });
});

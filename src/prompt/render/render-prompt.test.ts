import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { InputSpec, PromptContent, PromptId } from '../prompt.ts';
import { renderPrompt } from './render-prompt.ts';

const TRIAGE: PromptContent = {
  template: 'liquid',
  model: 'openai/gpt-4o-mini',
  parameters: { temperature: 0.2 },
  messages: [
    { role: 'system', content: 'You triage tickets for {{ company }}.{% render "shared/tone" %}' },
    { role: 'placeholder', name: 'history' },
    { role: 'user', content: '{% if history %}Earlier: {{ history | join: " / " }}\n{% endif %}Ticket: {{ ticket }}' },
  ],
  tools: [],
  guardrails: [],
  inputs: {
    company: { type: 'string', default: 'Acme' },
    ticket: { type: 'string', required: true, maxLength: 20 },
    history: { type: 'array', items: { type: 'string' } },
  },
};

const version = (content: Partial<PromptContent> = {}) => ({
  id: 'support/triage' as PromptId,
  content: { ...TRIAGE, ...content },
  partials: new Map([
    ['shared/tone' as PromptId, { digest: digestOf(null), content: { template: 'liquid' as const, text: ' Be kind to {{ company }}.' } }],
  ]),
});

function failure(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const declared = (inputs: Record<string, InputSpec>, text = 'x') => version({ inputs, messages: [{ role: 'user', content: text }] });
const problem = (spec: InputSpec, value: unknown) => failure(() => renderPrompt(declared({ v: spec }), { v: value as never })).message;

describe('rendering a prompt', () => {
  test('fills in defaults, leaves out what is optional, and gives the request settings', () => {
    expect(renderPrompt(version(), { ticket: 'Help' })).toEqual({
      messages: [
        { role: 'system', content: 'You triage tickets for Acme. Be kind to Acme.' },
        { role: 'user', content: 'Ticket: Help' },
      ],
      model: 'openai/gpt-4o-mini',
      parameters: { temperature: 0.2 },
      tools: [],
    });
  });

  test('an optional input that is not given prints nothing', () => {
    const { messages } = renderPrompt(declared({ note: { type: 'string' } }, '[{{ note }}{{ note.deeper }}]'), { note: null });
    expect(messages[0]?.content).toBe('[]');
  });

  test('puts earlier messages into their placeholder as they are', () => {
    const history = [
      { role: 'user' as const, content: 'Hi {{ ticket }}' },
      { role: 'assistant' as const, content: 'Hello' },
    ];
    const { messages } = renderPrompt(version(), { ticket: 'Help' }, { placeholders: { history } });
    expect(messages.slice(1, 3)).toEqual(history);
    expect(failure(() => renderPrompt(version(), { ticket: 'x' }, { placeholders: { histroy: [] } })).message).toBe(
      'support/triage has no placeholder `histroy`. Did you mean "history"?',
    );
  });

  test('leaves the calls of examples untouched and renders their texts', () => {
    const toolCalls = [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":"{{ ticket }}"}' } }];
    const { messages } = renderPrompt(
      version({
        messages: [
          { role: 'assistant', toolCalls },
          { role: 'tool', toolCallId: 'c1', name: 'find', content: '{"a":{"b":1}} {{ ticket }}' },
        ],
      }),
      { ticket: 'T' },
    );
    expect(messages).toEqual([
      { role: 'assistant', toolCalls },
      { role: 'tool', toolCallId: 'c1', name: 'find', content: '{"a":{"b":1}} T' },
    ]);
  });

  test('without declared inputs every variable that is used must be given', () => {
    const { inputs: _, ...content } = TRIAGE;
    const undeclared = { ...version(), content };
    expect(failure(() => renderPrompt(undeclared, { company: 'A' })).message).toBe(
      'support/triage, message 3 (user): The variable `ticket` has no value (line 2, column 23).',
    );
    expect(renderPrompt(undeclared, { company: 'A', ticket: 'T', more: 1 }).messages[1]?.content).toBe('Ticket: T');
  });
});

describe('variables', () => {
  test('that do not fit are all named at once', () => {
    const { code, message, details } = failure(() => renderPrompt(version(), { compny: 'A', history: ['a', 2] }));
    expect(code).toBe('variables-invalid');
    expect(message).toBe(
      'The variables of support/triage do not fit its inputs:\n  - `compny` is not an input. Did you mean "company"?\n  - `ticket` is required: a text of at most 20 characters.\n  - `history[1]` must be a text, not 2.',
    );
    expect(details).toHaveLength(3);
  });

  test.each<[InputSpec, unknown, string]>([
    [{ type: 'string' }, 5, 'must be a text, not 5'],
    [{ type: ['string', 'number'] }, true, 'must be a text or a number, not true'],
    [{ type: 'integer' }, 1.5, 'must be a whole number, not 1.5'],
    [{ type: 'object' }, [], 'must be an object, not a list'],
    [{ enum: ['a', 'b'] }, 'c', 'must be one of "a", "b"'],
    [{ const: 1 }, 2, 'must be 1'],
    [{ maxLength: 2 }, '👍👍👍', 'must have at most 2 characters, not 3'],
    [{ minLength: 2 }, '', 'must have at least 2 characters, not 0'],
    [{ pattern: '^\\d+$' }, 'x', 'must match ^\\d+$'],
    [{ minimum: 1 }, 0, 'must be at least 1, not 0'],
    [{ maximum: 1 }, 2, 'must be at most 1, not 2'],
    [{ exclusiveMinimum: 1 }, 1, 'must be more than 1'],
    [{ exclusiveMaximum: 1 }, 1, 'must be less than 1'],
    [{ multipleOf: 5 }, 12, 'must be a multiple of 5'],
    [{ minItems: 1 }, [], 'must have at least 1 items, not 0'],
    [{ maxItems: 1 }, [1, 2], 'must have at most 1 items, not 2'],
    [{ uniqueItems: true }, [{ a: 1 }, { a: 1 }], 'must not repeat an item'],
    [{ type: 'object', properties: { a: { type: 'number' } } }, { a: 'x' }, '`v.a` must be a number, not the text "x"'],
    [{ type: 'object', properties: {}, additionalProperties: false }, { a: 1 }, '`v.a` is not allowed'],
    [{ items: { required: ['id'] } }, [{}], '`v[0].id` is required'],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, true, 'fits none'],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 3, 'exactly one'],
    [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, 3, 'at most 2'],
    [{ not: { const: 1 } }, 1, 'not allowed'],
    [{ type: 'string', required: true }, null, 'is required'],
  ])('against %j, %j is refused', (spec, value, message) => {
    expect(problem(spec, value)).toContain(message);
  });

  test('that fit are taken, null included where it is allowed', () => {
    const spec = declared(
      { a: { type: ['string', 'null'], required: true }, b: { enum: ['x', null], default: 'x' }, c: { format: 'email' } },
      '[{{ a }}{{ b }}{{ c }}]',
    );
    expect(renderPrompt(spec, { a: null, b: null, c: 'any' }).messages[0]?.content).toBe('[any]');
  });

  test('called like members of every object are only what was given', () => {
    expect(problem({ type: 'string', required: true }, undefined)).toContain('`v` is required');
    expect(failure(() => renderPrompt(declared({ constructor: { required: true } }), {})).message).toContain('`constructor` is required');
  });
});

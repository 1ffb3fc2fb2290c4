import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { partialNormalForm, promptNormalForm } from '../digest/normal-form.ts';
import type { Message, PartialContent, PromptContent, PromptId } from '../prompt.ts';
import type { PromptVersion } from '../version.ts';
import { diffVersions } from './diff-versions.ts';
import { isEmptyDiff } from './prompt-diff.ts';
import { summarise } from './summarise.ts';

const TRIAGE: PromptContent = {
  template: 'liquid',
  model: 'openai/gpt-4o-mini',
  parameters: { temperature: 0.2 },
  messages: [
    { role: 'system', content: 'You triage tickets for {{ company }}.' },
    { role: 'user', content: 'Ticket: {{ ticket }}' },
  ],
  tools: [],
  guardrails: [],
  inputs: { ticket: { type: 'string', required: true, maxLength: 8000 } },
};

function version(content: Partial<PromptContent> = {}, partials: Record<string, string> = {}): PromptVersion {
  const whole = { ...TRIAGE, ...content };
  const used = new Map(
    Object.entries(partials).map(([id, text]) => {
      const partial: PartialContent = { template: 'liquid', text };
      return [id as PromptId, { content: partial, digest: digestOf(partialNormalForm(partial, new Map())) }];
    }),
  );
  const digests = new Map([...used].map(([id, { digest }]) => [id, digest]));
  return {
    id: 'support/triage' as PromptId,
    digest: digestOf(promptNormalForm(whole, digests, new Map())),
    content: whole,
    partials: used,
    guardrailSets: new Map(),
  };
}

const changed = (content: Partial<PromptContent>) => diffVersions(version(), version(content));
const kinds = (before: readonly Message[], after: readonly Message[]) =>
  diffVersions(version({ messages: before }), version({ messages: after })).messages.map(
    ({ kind, before: from, after: to }) => `${kind} ${from?.index ?? '-'}→${to?.index ?? '-'}`,
  );
const user = (content: string): Message => ({ role: 'user', content });
const assistant = (content: string): Message => ({ role: 'assistant', content });

describe('fields', () => {
  test('are told one by one, with both values', () => {
    expect(
      changed({
        model: 'openai/gpt-4o',
        parameters: { temperature: 0.2, maxTokens: 400 },
        inputs: { ticket: { type: 'string', required: true, maxLength: 4000 }, 'a.b': { type: 'array' } },
        risk: 'high',
      }).fields,
    ).toEqual([
      { path: 'model', before: 'openai/gpt-4o-mini', after: 'openai/gpt-4o' },
      { path: 'parameters.maxTokens', after: 400 },
      { path: 'inputs.ticket.maxLength', before: 8000, after: 4000 },
      { path: 'inputs["a.b"]', after: { type: 'array' } },
      { path: 'risk', after: 'high' },
    ]);
  });

  test('of schemas and tools are found at any depth, tools by their name', () => {
    const tool = (name: string, type: string) => ({
      type: 'function',
      function: { name, parameters: { type: 'object', properties: { q: { type } } } },
    });
    const schema = (type: string) => ({ name: 's', schema: { type: 'object', properties: { a: { type }, b: {} } } });
    const before = version({ tools: [tool('search', 'string')], responseFormat: 'json_schema', schema: schema('string') });
    const after = version({
      tools: [tool('find', 'string'), tool('search', 'number')],
      responseFormat: 'json_schema',
      schema: schema('number'),
    });
    expect(diffVersions(before, after).fields.map(({ path }) => path)).toEqual([
      'schema.schema.properties.a.type',
      'tools.search.function.parameters.properties.q.type',
      'tools.find',
    ]);
  });

  test('in another order are a change where the order counts', () => {
    const schema = (...names: string[]) => ({ schema: { properties: Object.fromEntries(names.map((name) => [name, {}])) } });
    const diff = diffVersions(version({ schema: schema('a', 'b') }), version({ schema: schema('b', 'a') }));
    expect(diff.fields.map(({ path }) => path)).toEqual(['schema (order)']);
    expect(summarise(diff)).toEqual(['schema in another order']);
  });

  test('that mean the same are no change', () => {
    const spelled = {
      responseFormat: 'text',
      appParameters: {},
      inputs: { ticket: { maxLength: 8000, required: true, description: 'Text', type: 'string' } },
    } as const;
    expect(isEmptyDiff(changed(spelled))).toBe(true);
  });

  test('of guardrails are told by place', () => {
    const before = version({ guardrails: [{ uses: 'max-length', value: 10 }] });
    expect(diffVersions(before, version({ guardrails: [{ uses: 'max-length', value: 20 }, { uses: 'no-urls' }] })).fields).toEqual([
      { path: 'guardrails[0].value', before: 10, after: 20 },
      { path: 'guardrails[1]', after: { uses: 'no-urls' } },
    ]);
  });
});

describe('messages', () => {
  test('are paired by what they say, not by their place', () => {
    expect(kinds([user('a'), user('c')], [user('a'), user('entirely new here'), user('c')])).toEqual(['same 0→0', 'added -→1', 'same 1→2']);
    expect(kinds([user('one two three four'), user('z')], [user('one two three five'), user('z')])).toEqual(['changed 0→0', 'same 1→1']);
    expect(kinds([user('first'), assistant('second')], [assistant('second')])).toEqual(['removed 0→-', 'same 1→0']);
  });

  test('a message with another role is changed, not exchanged', () => {
    const diff = diffVersions(
      version({ messages: [user('Answer briefly.')] }),
      version({ messages: [{ role: 'system', content: 'Answer briefly.' }] }),
    );
    expect(diff.messages).toMatchObject([
      { kind: 'changed', fields: [{ path: 'role', before: 'user', after: 'system' }], words: [{ kind: 'same' }] },
    ]);
  });

  test('an equal message in another place has moved', () => {
    expect(kinds([user('example number one'), assistant('b'), user('x')], [assistant('b'), user('x'), user('example number one')])).toEqual(
      ['same 1→0', 'same 2→1', 'moved 0→2'],
    );
  });

  test('show the words that changed', () => {
    const [, message] = changed({ messages: [TRIAGE.messages[0] as Message, user('Ticket: {{ ticket }} 急')] }).messages;
    expect(message?.words).toEqual([
      { kind: 'same', text: 'Ticket: {{ ticket }}' },
      { kind: 'added', text: ' 急' },
    ]);
  });

  test('hundreds of long examples are aligned in time', () => {
    const examples = (mark: string) =>
      Array.from({ length: 600 }, (_, index) =>
        (index % 2 ? assistant : user)(`example ${index} ${'text '.repeat(50)}${index === 300 ? mark : ''}`),
      );
    const started = process.cpuUsage();
    const changes = kinds(examples('a'), examples('b')).filter((kind) => !kind.startsWith('same'));
    expect(changes).toEqual(['changed 300→300']);
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
  });
});

describe('partials', () => {
  test('are told with both digests and the words that changed', () => {
    const before = version({}, { 'shared/tone': 'Be kind.', 'shared/old': 'x' });
    const after = version({}, { 'shared/tone': 'Be very kind.', 'shared/new': 'y' });
    const diff = diffVersions(before, after);
    expect(diff.partials.map(({ id }) => id)).toEqual(['shared/tone', 'shared/old', 'shared/new']);
    expect(diff.partials[0]).toMatchObject({
      before: before.partials.get('shared/tone' as PromptId)?.digest,
      words: [{}, { kind: 'added', text: 'very ' }, {}],
    });
    expect(summarise(diff)[0]).toMatch(/^partial shared\/tone changed \([0-9a-f]{12} → [0-9a-f]{12}\): 1 word added$/);
    expect(summarise(diff).slice(1)).toEqual(['partial shared/old removed', 'partial shared/new added']);
  });
});

describe('summary', () => {
  test('is a few short lines', () => {
    const diff = changed({
      model: 'openai/gpt-4o',
      parameters: { temperature: 0.2, stop: ['###'] },
      inputs: {},
      messages: [TRIAGE.messages[0] as Message, user('New ticket, please answer: {{ ticket }}'), assistant('Sure.')],
    });
    expect(summarise(diff)).toEqual([
      'model openai/gpt-4o-mini → openai/gpt-4o',
      'parameters.stop ["###"] added',
      'inputs {"ticket":{"type":"string","required":true,"maxLength":8000… removed',
      'message 2 (user): 4 words added, 1 removed',
      'message 3 (assistant) added',
    ]);
  });

  test('says when only white space or punctuation changed', () => {
    expect(summarise(changed({ messages: [TRIAGE.messages[0] as Message, user('Ticket:\n{{ ticket }}')] }))).toEqual([
      'message 2 (user): white space or punctuation changed',
    ]);
  });
});

test('a prompt that appears or goes is all added or all removed', () => {
  const appeared = diffVersions(undefined, version());
  expect(appeared.messages.map(({ kind }) => kind)).toEqual(['added', 'added']);
  expect(appeared).not.toHaveProperty('before');
  expect(appeared.fields.map(({ path }) => path)).toEqual(['template', 'model', 'parameters', 'inputs']);
  expect(summarise(appeared)).toContain('model openai/gpt-4o-mini added');
  expect(summarise(diffVersions(version(), undefined))).toContain('message 1 (system) removed');
});

test('a diff is empty exactly when the digests are equal', () => {
  const message = fc.record(
    {
      role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const),
      content: fc.constantFrom('', 'a', 'a b', '{{ x }}'),
      name: fc.constantFrom('n', 'm'),
    },
    { requiredKeys: ['role'] },
  );
  const properties = fc
    .shuffledSubarray(['a', 'b', 'properties'])
    .map((names) => Object.fromEntries(names.map((name) => [name, { type: 'string', title: name }])));
  const tool = fc.constantFrom('t', 'u').map((name) => ({ type: 'function', function: { name } }));
  const content = fc.record(
    {
      messages: fc.array(message, { maxLength: 4 }),
      model: fc.constantFrom('a/b', 'a/c'),
      parameters: fc.record({ temperature: fc.constantFrom(0, 1), stop: fc.constantFrom([], ['x']) }, { requiredKeys: [] }),
      tools: fc.array(tool, { maxLength: 2 }),
      schema: properties.map((members) => ({ schema: { type: 'object', properties: members } })),
      responseFormat: fc.constantFrom('text' as const, 'json_object' as const),
      guardrails: fc.constantFrom([], [{ uses: 'a' }], [{ uses: 'b' }, { uses: 'a' }]),
      risk: fc.constantFrom('low' as const, 'high' as const),
    },
    { requiredKeys: [] },
  );
  const partials = fc.dictionary(fc.constantFrom('p', 'q'), fc.constantFrom('one', 'two'), { maxKeys: 2 });
  const side = fc.tuple(content, partials).map(([some, used]) => version(some as Partial<PromptContent>, used));
  const pair = fc.oneof(
    fc.tuple(side, side),
    fc
      .tuple(content, content, partials)
      .map(([one, other, used]) => [version(one as never, used), version({ ...one, ...other } as never, used)] as const),
  );
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const diff = diffVersions(before, after);
      expect(isEmptyDiff(diff)).toBe(before.digest === after.digest);
      expect(summarise(diff).length === 0).toBe(before.digest === after.digest);
    }),
    { numRuns: 500 },
  );
});

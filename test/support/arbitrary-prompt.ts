import fc from 'fast-check';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import type { ExportedPrompt } from '../../src/formats/foreign-format.ts';
import type { Message, Prompt, PromptId } from '../../src/prompt/prompt.ts';
import { analyseTemplate } from '../../src/prompt/template/analyse-template.ts';

const word = fc.stringMatching(/^[a-z]{1,6}$/);

/** Texts that are hard to bring through another format: braces of every kind, quotes, line ends, other scripts. */
const piece = fc.oneof(
  word,
  fc.constantFrom(
    ' ',
    '\n',
    '\n\n',
    '{{ name }}',
    '{{name}}',
    '{{a.b}}',
    '{',
    '}',
    '{{',
    '}}',
    '{{{x}}}',
    '{% if a %}',
    '{%',
    '%}',
    '{{#x}}',
    '{{! c }}',
  ),
  fc.constantFrom('"', "'", '\\', '#', ': ', '- ', '---', '\t', 'é', '日本', '🙂', '@@@', '\u2028', '\u0007'),
);
const anyText = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const plainText = fc
  .array(fc.oneof(word, fc.constantFrom(' ', '\n', '{{name}}', '{{ other }}', '"', ': ', 'é', '🙂')), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join(''));

const schema: fc.Arbitrary<JsonObject> = fc
  .uniqueArray(word, { minLength: 1, maxLength: 3 })
  .map((names) => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])), required: names }));

const optional = { requiredKeys: [] };

const parameters = fc.record(
  {
    temperature: fc.constantFrom(0, 0.2, 1),
    topP: fc.constantFrom(0.5, 1),
    topK: fc.nat({ max: 50 }),
    maxTokens: fc.integer({ min: 1, max: 5000 }),
    stop: fc.array(word, { minLength: 1, maxLength: 2 }),
    seed: fc.nat(),
    frequencyPenalty: fc.constantFrom(0, 0.5),
    presencePenalty: fc.constantFrom(0, 0.5),
    reasoningEffort: fc.constantFrom('low', 'high'),
    extra: fc.record({ user: word, top_p: fc.constant(0.5), zeta: fc.nat({ max: 9 }), model: word }, optional),
  },
  optional,
);

const call = { id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":1}' } };

function message(text: fc.Arbitrary<string>): fc.Arbitrary<Message> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }) },
    { weight: 1, arbitrary: fc.record({ role: fc.constant('developer'), content: text }) },
    { weight: 1, arbitrary: fc.record({ role: fc.constant('placeholder'), name: word }) },
    { weight: 1, arbitrary: fc.record({ role: fc.constant('user'), content: text, name: word }) },
    { weight: 1, arbitrary: fc.constant<Message>({ role: 'assistant', toolCalls: [call] }) },
    { weight: 1, arbitrary: fc.record({ role: fc.constant('tool'), content: text, toolCallId: fc.constant('c1') }) },
  ) as fc.Arbitrary<Message>;
}

const tool = word.map(
  (name): JsonObject => ({
    type: 'function',
    function: { name, description: 'Finds.', parameters: { type: 'object', properties: { q: { type: 'string' }, a: {} } } },
  }),
);

const output = fc.oneof(
  fc.constant({}),
  fc.constant({ responseFormat: 'json_object' as const }),
  fc.record({
    responseFormat: fc.constant('json_schema' as const),
    schema: fc.record({ name: word, strict: fc.boolean(), schema }, { requiredKeys: ['schema'] }),
  }),
);

const NOTHING_MORE = { guardrails: [], testData: [], evaluators: [] };

/** What every format can hold. */
const modestPrompt: fc.Arbitrary<Prompt> = fc
  .record({
    template: fc.constantFrom('liquid', 'simple') as fc.Arbitrary<Prompt['template']>,
    messages: fc.array(fc.record({ role: fc.constantFrom('user', 'assistant'), content: plainText }) as fc.Arbitrary<Message>, {
      minLength: 1,
      maxLength: 3,
    }),
    model: fc.constantFrom('openai/gpt-4o', 'anthropic/claude-sonnet-4'),
    parameters: fc.record(
      { temperature: fc.constantFrom(0, 0.2), maxTokens: fc.integer({ min: 1, max: 5000 }) },
      { requiredKeys: ['maxTokens'] },
    ),
  })
  .map((prompt) => ({
    ...prompt,
    ...NOTHING_MORE,
    id: 'team/greet' as PromptId,
    about: { tags: [], owners: [], metadata: {} },
    tools: [],
  }));

const anyPrompt: fc.Arbitrary<Prompt> = fc
  .boolean()
  .chain((isPlain) =>
    fc.record(
      {
        id: fc.constant('team/greet' as PromptId),
        about: fc.record({
          tags: fc.uniqueArray(word, { maxLength: 2 }),
          owners: fc.uniqueArray(word, { maxLength: 1 }),
          metadata: fc.dictionary(word, word, { maxKeys: 1 }),
        }),
        template: fc.constantFrom('liquid', 'simple', 'none') as fc.Arbitrary<Prompt['template']>,
        messages: fc.array(message(isPlain ? plainText : anyText), { minLength: 1, maxLength: 4 }),
        model: fc.constantFrom('openai/gpt-4o', 'anthropic/claude-sonnet-4', 'gpt-4o', 'openrouter/meta/llama-3'),
        parameters,
        appParameters: fc.dictionary(fc.constantFrom('audience', 'temperature', 'model'), fc.oneof(fc.nat({ max: 9 }), word), {
          minKeys: 1,
          maxKeys: 2,
        }),
        output,
        tools: fc.array(tool, { maxLength: 2 }),
        toolChoice: fc.constantFrom('auto', 'required', { type: 'function', function: { name: 'find' } }),
        inputs: fc.constant({ name: { type: 'string', required: true } }),
        risk: fc.constantFrom('low', 'high'),
      },
      { requiredKeys: ['id', 'about', 'template', 'messages', 'parameters', 'output', 'tools'] },
    ),
  )
  .map(({ output: form, ...prompt }) => ({ ...prompt, ...form, ...NOTHING_MORE }) as Prompt);

/** A template that `check` refuses is not exported. */
const isValid = ({ template, messages }: Prompt) =>
  messages.every(({ content = '' }) => analyseTemplate(content, template).findings.every(({ severity }) => severity !== 'error'));

/** Prompts of every shape that a file may give, ready to be written in another format. */
export const arbitraryExport: fc.Arbitrary<ExportedPrompt> = fc
  .oneof(modestPrompt, anyPrompt.filter(isValid))
  .map((prompt) => ({ prompt, path: 'prompts/team/greet.prompt.yaml', partials: new Map() }));

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PromptId } from '../prompt.ts';
import { readPrompt } from './read-prompt.ts';

const fixtures = new URL('../../../fixtures/prompts/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures), 'utf8');
const read = (text: string) => readPrompt({ file: 'a.prompt.yaml', text }, { id: 'folder/a' as PromptId });
const placesOf = (text: string) =>
  read(text).diagnostics.map(({ range, severity, rule }) => `${range.line}:${range.column} ${severity} ${rule}`);
const hello = 'messages:\n  - role: user\n    content: Hello\n';

describe('valid prompt files', () => {
  test('every key of ours is read', () => {
    const { prompt, diagnostics } = read(fixture('valid/everything.prompt.yaml'));
    expect(diagnostics).toEqual([]);
    expect(prompt).toMatchObject({
      id: 'support/triage',
      about: { name: 'Support ticket triage', tags: ['support'], owners: ['@acme/support-ai'], metadata: { team: 'support' } },
      template: 'liquid',
      model: 'openai/gpt-4o-mini',
      parameters: { temperature: 0.2, maxTokens: 400 },
      responseFormat: 'json_schema',
      schema: { name: 'triage', strict: true, schema: { type: 'object', required: ['category', 'reply'] } },
      messages: [
        { role: 'system', content: 'You triage tickets for {{ company }}.\n{% render "shared/tone" %}' },
        { role: 'user', content: '{% if history %}Earlier: {{ history | join: " / " }}\n{% endif %}Ticket: {{ ticket }}' },
      ],
      inputs: { company: { type: 'string', default: 'Acme' }, ticket: { required: true, maxLength: 8000 } },
      toolChoice: 'auto',
      guardrails: [
        { uses: 'not-contains', value: 'as an AI language model' },
        { uses: 'max-length', value: 1200 },
      ],
      risk: 'low',
      testData: [{ ticket: 'I was charged twice.', expected: 'billing' }],
      evaluators: [{ name: 'mentions category', string: { contains: '{{expected}}' } }],
    });
  });

  test('a GitHub Models file is read as it is', () => {
    const { prompt } = read(fixture('valid/github-models.prompt.yaml'));
    expect(prompt).toMatchObject({
      id: 'folder/a',
      parameters: { temperature: 0.5, maxTokens: 200 },
      schema: { name: 'summary', strict: true, schema: { required: ['text'] } },
      evaluators: [{ string: { startsWith: 'Summary -' } }, { uses: 'github/similarity' }],
    });
  });

  test('a LangWatch file is read as it is', () => {
    const { prompt, diagnostics } = read(fixture('valid/langwatch.prompt.yaml'));
    expect(diagnostics).toEqual([]);
    expect(prompt).toMatchObject({
      appParameters: { top_results: 5 },
      responseFormat: 'json_schema',
      schema: { name: 'answer', schema: { type: 'object' } },
    });
  });

  test('a conversation keeps its placeholder, tool calls and tools', () => {
    const { prompt, diagnostics } = read(fixture('valid/conversation.prompt.yaml'));
    expect(diagnostics).toEqual([]);
    expect(prompt?.messages.map(({ role }) => role)).toEqual(['developer', 'user', 'assistant', 'tool', 'placeholder', 'user']);
    expect(prompt?.messages[4]).toEqual({ role: 'placeholder', name: 'history' });
    expect(prompt?.tools).toHaveLength(1);
  });

  test('the shortest file says nothing that it does not say', () => {
    expect(read(fixture('valid/minimal.prompt.yaml')).prompt).toEqual({
      id: 'folder/a',
      about: { tags: [], owners: [], metadata: {} },
      template: 'liquid',
      messages: [{ role: 'user', content: '{{ question }}' }],
      parameters: {},
      tools: [],
      guardrails: [],
      testData: [],
      evaluators: [],
    });
  });
});

describe('what is the same prompt', () => {
  const promptOf = (text: string) => {
    const { prompt } = read(text);
    expect(prompt).toBeDefined();
    return prompt;
  };

  test('keys without a value and no keys', () => {
    const empty = 'model:\nname: ~\ntools: null\nmodelParameters: { seed: null }\nrisk:\nid:\n';
    expect(promptOf(empty + hello)).toEqual(promptOf(`modelParameters: {}\n${hello}`));
  });

  test('a schema as a mapping, as JSON in a text, and without its envelope', () => {
    const file = (schema: string) => `${hello}responseFormat: json_schema\njsonSchema: ${schema}\n`;
    const schema = { type: 'object', properties: { b: { type: 'string' }, a: { type: 'null' } } };
    const mapping = promptOf(file(JSON.stringify({ schema })));
    expect(promptOf(file(`|\n  ${JSON.stringify({ schema })}`))).toEqual(mapping);
    expect(promptOf(file(JSON.stringify(schema)))).toEqual(mapping);
    expect(Object.keys(mapping?.schema?.schema.properties ?? {})).toEqual(['b', 'a']);
  });

  test('any spelling of a parameter, and one stop text or a list of one', () => {
    const file = (parameters: string) => `${hello}modelParameters: ${parameters}\n`;
    expect(promptOf(file('{ max_completion_tokens: 5, top_p: 1, stop_sequences: END }'))).toEqual(
      promptOf(file('{ maxTokens: 5, topP: 1, stop: [END] }')),
    );
  });

  test('LF and CRLF', () => {
    const text = fixture('valid/everything.prompt.yaml');
    expect(promptOf(text.replaceAll('\n', '\r\n'))).toEqual(promptOf(text));
  });
});

test('a null default is a default', () => {
  expect(read(`${hello}inputs: { a: { type: "null", default: null }, b: }\n`).prompt?.inputs).toEqual({
    a: { type: 'null', default: null },
    b: {},
  });
});

test('what a foreign file passes to its provider goes under `extra`', () => {
  const { prompt, diagnostics } = read(`${hello}modelParameters: { min_p: 0.1, extra: { logprobs: true } }\n`);
  expect(prompt?.parameters).toEqual({ extra: { min_p: 0.1, logprobs: true } });
  expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
});

/** Every finding of every file in fixtures/prompts/invalid, in the order of the file. */
const INVALID: Record<string, readonly string[]> = {
  'bidi-control': ['5:12 warning bidi-control'],
  'conflict-marker': ['5:1 error conflict-marker'],
  'default-mismatch': ['5:36 error default-mismatch'],
  'message-shape': [
    '2:5 error message-shape',
    '3:14 error message-shape',
    '4:5 error message-shape',
    '5:16 error message-shape',
    '8:17 error message-shape',
  ],
  'missing-key': ['2:5 error missing-key', '4:5 error missing-key'],
  'not-a-prompt': ['1:1 error not-a-prompt'],
  'not-nfc': ['3:17 warning not-nfc'],
  'parameter-alias': ['5:3 info parameter-alias', '6:3 info parameter-alias'],
  'parameter-twice': ['6:3 error parameter-twice'],
  'response-format-twice': ['5:1 error response-format-twice'],
  'schema-missing': ['4:17 error schema-missing'],
  'schema-not-json': ['9:5 error schema-not-json'],
  'schema-unused': ['4:1 warning schema-unused'],
  'unknown-check': ['5:13 error unknown-check'],
  'unknown-key': ['4:5 error unknown-key', '5:1 error unknown-key'],
  'unknown-key-in-a-foreign-file': ['4:1 warning unknown-key'],
  'unknown-parameter': ['5:3 error unknown-parameter'],
  'wrong-value': [
    '1:5 error wrong-value',
    '2:7 error wrong-value',
    '3:8 error wrong-value',
    '4:33 error wrong-value',
    '4:38 info parameter-alias',
    '4:50 error wrong-value',
    '4:55 info parameter-alias',
    '4:62 error wrong-value',
    '5:11 error wrong-value',
    '7:11 error wrong-value',
    '8:14 error wrong-value',
    '10:6 error wrong-value',
    '11:14 error wrong-value',
    '12:8 error unknown-key',
    '14:32 error wrong-value',
    '15:23 error unknown-key',
    '16:7 error wrong-value',
    '17:13 error wrong-value',
    '20:25 error wrong-value',
    '21:23 error wrong-value',
    '21:38 error wrong-value',
  ],
  'yaml-alias': ['3:14 error yaml-alias', '5:9 error yaml-alias'],
  'yaml-control-character': ['3:15 error yaml-control-character'],
  'yaml-cut-text': ['3:18 warning yaml-cut-text'],
  'yaml-directive': ['1:1 error yaml-directive'],
  'yaml-duplicate-key': ['5:1 error yaml-duplicate-key'],
  'yaml-key': ['5:3 error yaml-key', '7:3 error yaml-key', '8:3 error yaml-key', '9:3 error yaml-key', '10:5 error yaml-key'],
  'yaml-line-end': ['1:10 error yaml-line-end'],
  'yaml-lone-surrogate': ['3:14 error yaml-lone-surrogate'],
  'yaml-number': ['5:6 error yaml-number', '6:6 error yaml-number', '7:6 error yaml-number', '8:6 error yaml-number'],
  'yaml-several-documents': ['4:1 error yaml-several-documents'],
  'yaml-syntax': ['5:1 error yaml-syntax'],
  'yaml-syntax-open-quote': ['6:1 error yaml-syntax'],
  'yaml-tab': ['2:1 error yaml-tab', '3:1 error yaml-tab'],
  'yaml-tag': ['5:21 error yaml-tag', '6:12 error yaml-tag'],
  'yaml-too-deep': ['4:111 error yaml-too-deep'],
  'yaml-unquoted-template': ['3:14 error yaml-unquoted-template', '5:14 error yaml-unquoted-template'],
  'yaml-unquoted-template-in-text': ['3:14 error yaml-unquoted-template'],
  'zero-width': ['4:10 warning zero-width'],
  'zero-width-in-a-tool': ['8:26 warning zero-width'],
};

describe('invalid prompt files', () => {
  test('each fixture is in the table', () => {
    const files = readdirSync(new URL('invalid/', fixtures)).map((file) => file.replace('.prompt.yaml', ''));
    expect(files.sort()).toEqual(Object.keys(INVALID).sort());
  });

  test.each(Object.entries(INVALID))('%s', (name, places) => {
    const text = fixture(`invalid/${name}.prompt.yaml`);
    expect(placesOf(text)).toEqual(places);
    expect(read(text).prompt === undefined).toBe(places.some((place) => place.includes(' error ')));
  });

  test.each([
    ['a misspelt role', 'wrong-value', 'Did you mean "system"?'],
    ['a misspelt check', 'unknown-check', 'Did you mean "not-contains"?'],
    ['a misspelt parameter', 'unknown-parameter', 'Did you mean "temperature"?'],
  ])('offers the right word for %s', (_what, name, message) => {
    const messages = read(fixture(`invalid/${name}.prompt.yaml`)).diagnostics.map((finding) => finding.message);
    expect(messages.filter((text) => text.includes(message))).toHaveLength(1);
  });

  test('says which value, what it must be and what it is', () => {
    expect(read(`${hello}modelParameters: { top_p: hot }\nname: 5\n`).diagnostics.slice(1)).toMatchObject([
      { message: 'modelParameters.top_p must be a number, but is the text "hot".' },
      { message: 'name must be a text, but is 5.', hint: 'Put it in quotes: "5".' },
    ]);
  });
});

test('finds a place of a message in the file', () => {
  const document = read(fixture('valid/everything.prompt.yaml'));
  const { start } = document.locate(['messages', 0, 'content'], { line: 2, column: 1 });
  expect(fixture('valid/everything.prompt.yaml').slice(start)).toMatch(/^\{% render "shared\/tone" %\}/);
});

describe('any text', () => {
  const key = fc.constantFrom(
    'id',
    'model',
    'messages',
    'modelParameters',
    'inputs',
    'guardrails',
    'jsonSchema',
    'tools',
    'testData',
    'response_format',
    'x',
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      '',
      'user',
      [{ role: 'user', content: 'a\u200Bb' }],
      [{ uses: 'contains' }],
      { a: { type: 'x' } },
      { type: 'json_schema' },
    ),
  );
  const file = fc.dictionary(key, value).map((members) => JSON.stringify(members));
  const scrap = fc
    .array(fc.constantFrom(...fixture('valid/everything.prompt.yaml').split(/(?<=\n)|(?= )/)), { maxLength: 60 })
    .map((parts) => parts.join(''));

  test('never throws, and every finding lies in it', () => {
    fc.assert(
      fc.property(fc.oneof(file, scrap, fc.string({ unit: 'binary' })), (text) => {
        const { prompt, diagnostics } = read(text);
        const lines = text.split('\n');
        for (const { range } of diagnostics) {
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(text.length);
          expect(range.endColumn).toBeLessThanOrEqual((lines[range.endLine - 1]?.length ?? -1) + 1);
        }
        expect(prompt === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 200 },
    );
  });
});

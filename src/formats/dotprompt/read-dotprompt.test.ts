import { Dotprompt, picoschema as theirs } from 'dotprompt';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { writePromptFile } from '../../prompt/document/write-prompt.ts';
import { libraryVersions } from '../../prompt/library/library-versions.ts';
import { readLibrary } from '../../prompt/library/read-library.ts';
import { renderPrompt } from '../../prompt/render/render-prompt.ts';
import { picoschema } from './picoschema.ts';
import { readDotprompt } from './read-dotprompt.ts';

const STORY = `---
model: googleai/gemini-pro-latest
config: { temperature: 0.4, maxOutputTokens: 200, safetySettings: [] }
input:
  schema:
    subject: string, what it is about
    mood?: string
    names?(array): string
  default: { mood: calm }
output:
  schema: { title: string, pages?: integer }
---
{{role "system"}}
You write. {{#if mood}}Be {{mood}}.{{/if}}
{{history}}
{{role "user"}}
{{>style tone=mood}}
{{#each names}}
- {{@index}} {{this}}
{{/each}}
About {{subject}} {"a": {{json names}} }`;

const STYLE = 'Style: {{tone}}!';
const TREE = new Map([['prompts/_style.prompt', STYLE]]);

describe('reading Dotprompt', () => {
  test('gives the messages that Dotprompt gives', async () => {
    const imported = readDotprompt({ path: 'prompts/story.prompt', text: STORY }, TREE);
    const input = { subject: 'cats', mood: 'loud', names: ['a', 'b'] };

    const rendered = await new Dotprompt({ partials: { style: STYLE } }).render(STORY, { input });
    const expected = rendered.messages.map(({ role, content }) => ({ role: role as string, content: textOf(content) }));

    expect(messagesOf(imported, input)).toEqual(expected);
  });

  test('reads model, parameters, inputs and the schema of the answer', () => {
    const { prompts, partials, losses } = readDotprompt({ path: 'prompts/story.prompt', text: STORY }, TREE);

    expect(prompts[0]).toMatchObject({
      id: 'story',
      file: {
        model: 'googleai/gemini-pro-latest',
        modelParameters: { temperature: 0.4, maxTokens: 200, extra: { safetySettings: [] } },
        inputs: {
          subject: { type: 'string', description: 'what it is about', required: true },
          mood: { type: ['string', 'null'], default: 'calm' },
          names: { type: ['array', 'null'], items: { type: 'string' } },
        },
        responseFormat: 'json_schema',
        jsonSchema: { schema: { type: 'object', required: ['title'], additionalProperties: false } },
      },
    });
    expect(partials).toEqual([{ id: 'style', from: 'prompts/_style.prompt', template: 'liquid', text: 'Style: {{ tone }}!' }]);
    expect(losses).toEqual([]);
  });

  test('names what is only in the program around', () => {
    const text = '---\ntools: [weather]\noutput: { schema: Recipe }\n---\n{{media url=photo}} {{@state.name}}';
    const { losses } = readDotprompt({ path: 'a.prompt', text }, new Map());

    expect(losses.map(({ kind, field, range }) => [kind, field, range?.line])).toEqual([
      ['dropped', 'output.schema', 3],
      ['dropped', 'tools[0]', 2],
      ['changed', '`@state.name`', 5],
      ['dropped', '{{media}}', 5],
    ]);
  });

  test.each([
    ['---\na: [\n---\nx', 'a.prompt'],
    ['---\nmodel: m\n---\n', 'no text'],
    ['{{#if a}}{{role "user"}}{{/if}}', 'inside a block'],
    ['{{role "robot"}}x', 'no role'],
    ['{{>loop}}', 'not among the files'],
    ['{{{else}}}', 'called else'],
    ['---\ninput: { schema: { type: object, properties: { a: { type: file } } } }\n---\nx', 'cannot say'],
  ])('refuses %j', (text) => {
    expect(() => readDotprompt({ path: 'a.prompt', text }, new Map())).toThrow(Failure);
  });

  test('hands what a partial is given on to the partials inside it, as Dotprompt does', async () => {
    const partials = { outer: '[{{>inner}}|{{>inner tone="b"}}]', inner: '{{tone}} {{voice}}' };
    const tree = new Map(Object.entries(partials).map(([name, text]) => [`_${name}.prompt`, text]));
    const text = '{{>outer tone="a"}} {{#each people}}{{>outer}}{{/each}}';
    const input = { voice: 'low', people: [{ tone: 'c', voice: 'high' }] };
    const { messages } = await new Dotprompt({ partials }).render(text, { input });

    const imported = readDotprompt({ path: 'a.prompt', text }, tree);
    expect(messagesOf(imported, input)).toEqual(messages.map(({ role, content }) => ({ role, content: textOf(content) })));
    expect(Object.keys(imported.prompts[0]?.file.inputs ?? {})).toEqual(['voice', 'people']);
  });

  test('finds a partial by its name anywhere among the files, where only one has it', () => {
    const tree = new Map([['shared/_tone.prompt', 'calm']]);
    expect(readDotprompt({ path: 'chats/a.prompt', text: '{{>tone}}' }, tree).partials).toMatchObject([{ id: 'shared/tone' }]);
    expect(() => readDotprompt({ path: 'chats/a.prompt', text: '{{>tone}}' }, tree.set('other/_tone.prompt', 'loud'))).toThrow(
      'not among the files',
    );
  });

  test('refuses a partial that includes itself', () => {
    expect(() => readDotprompt({ path: 'a.prompt', text: '{{>b}}' }, new Map([['_b.prompt', '{{>b}}']]))).toThrow(/includes itself/);
  });
});

describe('reading Picoschema', () => {
  const scalar = fc.constantFrom('string', 'number, how many', 'any', 'boolean', 'integer, a, b', 'null');
  const key = fc.constantFrom('a', 'b?', 'c, d');
  const schema = fc.letrec<{ schema: Json }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.dictionary(key, tie('schema'), { maxKeys: 3 }),
      fc.tuple(fc.constantFrom('x(array)', 'y?(array, many)', '(*)'), tie('schema')).map(([name, inner]) => ({ [name]: inner })),
      fc.dictionary(fc.constantFrom('z?(object)', 'w(object, one)'), fc.dictionary(key, tie('schema'), { maxKeys: 2 })),
      fc.constant({ 'k?(enum, kinds)': ['a', 'b'] }),
    ),
  })).schema;

  test('gives the JSON Schema that Dotprompt gives', async () => {
    await fc.assert(
      fc.asyncProperty(schema, async (written) => {
        const expected = JSON.parse(JSON.stringify(await theirs(structuredClone(written)))) as Json;
        expect(picoschema(written)).toEqual(expected);
      }),
    );
  });

  test('refuses nesting without overflowing', () => {
    let deep: Json = 'string';
    for (let level = 0; level < 5000; level += 1) deep = { a: deep };
    expect(() => picoschema(deep)).toThrow(/nests more than/);
  });
});

function messagesOf({ prompts, partials }: ReturnType<typeof readDotprompt>, input: JsonObject) {
  const sources = [
    ...prompts.map(({ id, file }) => ({ kind: 'prompt' as const, path: `${id}.prompt.yaml`, id, text: writePromptFile(file) })),
    ...partials.map(({ id, text }) => ({ kind: 'partial' as const, path: `${id}.partial.md`, id, text })),
  ];
  const library = readLibrary(sources);
  expect(library.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const version = prompts[0] && libraryVersions(library).of(prompts[0].id);
  if (version === undefined) throw new Error('There is no version.');
  return renderPrompt(version, input).messages.map(({ role, content }) => ({ role: role === 'assistant' ? 'model' : role, content }));
}

function textOf(parts: readonly object[]): string {
  return parts.map((part) => ('text' in part ? String(part.text) : '')).join('');
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Digest } from '../../src/base/digest.ts';
import { libraryVersions } from '../../src/prompt/library/library-versions.ts';
import { readLibrary } from '../../src/prompt/library/read-library.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';

type File = Record<string, unknown>;

/** The digest of a prompt file, out of its text: YAML, schema, library and normal form take part. */
function digestOfText(text: string): Digest {
  const library = readLibrary([{ kind: 'prompt', path: 'p.prompt.yaml', id: 'p', text }]);
  const errors = library.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${errors[0]?.message}\n${text}`);
  return libraryVersions(library).of('p' as PromptId).digest;
}

const digestOfFile = (file: File) => digestOfText(stringify(file));

const word = fc.stringMatching(/^[a-zäöü日本😀][a-z0-9 äöü日本😀.,:#'"-]{0,20}[a-z]$/u);
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));

const promptFile: fc.Arbitrary<File> = fc
  .record(
    {
      model: fc.stringMatching(/^[a-z]{2,6}\/[a-z0-9-]{2,8}[a-z]$/),
      modelParameters: fc.record({
        temperature: fc.integer({ min: 0, max: 20 }).map((n) => n / 10),
        maxTokens: fc.integer({ min: 1, max: 4000 }),
      }),
      messages: fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }), {
        minLength: 1,
        maxLength: 4,
      }),
      tools: fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 1, maxLength: 3 }).map((names) =>
        names.map((name) => ({
          type: 'function',
          function: { name, parameters: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } } },
        })),
      ),
      risk: fc.constantFrom('low', 'medium', 'high'),
      guardrails: fc.array(fc.record({ uses: fc.constant('max-length'), value: fc.integer({ min: 1, max: 100 }) }), {
        minLength: 1,
        maxLength: 2,
      }),
    },
    { requiredKeys: ['messages', 'modelParameters'] },
  )
  .map((file) => ({ ...file, template: 'none' }));

/** A way of writing the same file. */
const style = fc.record({
  reversed: fc.boolean(),
  crlf: fc.boolean(),
  bom: fc.boolean(),
  comments: fc.boolean(),
  aliases: fc.boolean(),
  flow: fc.boolean(),
  quotes: fc.constantFrom('QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const, 'PLAIN' as const),
  about: fc.boolean(),
  empties: fc.boolean(),
});

function written(file: File, how: typeof style extends fc.Arbitrary<infer Style> ? Style : never): string {
  const { modelParameters, ...rest } = file as File & { modelParameters: { temperature: number; maxTokens: number } };
  const parameters = how.aliases ? { max_tokens: modelParameters.maxTokens, temperature: modelParameters.temperature } : modelParameters;
  const members = Object.entries({
    ...rest,
    modelParameters: parameters,
    ...(how.about && { name: 'A name', description: 'For people', tags: ['a'], owners: ['@b'], metadata: { c: 1 }, 'x-d': true }),
    ...(how.empties && { ...(rest.tools === undefined && { tools: [] }), responseFormat: 'text', testData: [], evaluators: [] }),
  });
  const ordered = Object.fromEntries(how.reversed ? members.reverse() : members);
  const yaml = stringify(ordered, { collectionStyle: how.flow ? 'flow' : 'any', defaultStringType: how.quotes, lineWidth: 0 });
  const commented = how.comments ? `# first\n${yaml}\n# last\n` : yaml;
  return (how.bom ? '\uFEFF' : '') + (how.crlf ? commented.replaceAll('\n', '\r\n') : commented);
}

describe('the digest of a file', () => {
  test('survives reformatting, key order, CRLF, comments, aliases and everything said for people', () => {
    fc.assert(
      fc.property(promptFile, style, (file, how) => {
        expect(digestOfText(written(file, how))).toBe(digestOfFile(file));
      }),
      { numRuns: 150 },
    );
  });

  test('changes with every edit of what a model or a caller sees', () => {
    const edits: ((file: File) => File)[] = [
      (file) => ({ ...file, model: 'other/model' }),
      (file) => ({ ...file, modelParameters: { ...(file.modelParameters as object), temperature: 7 } }),
      (file) => ({ ...file, modelParameters: { ...(file.modelParameters as object), stop: ['END'] } }),
      (file) => ({ ...file, template: 'simple' }),
      (file) => ({ ...file, responseFormat: 'json_object' }),
      (file) => ({ ...file, parameters: { retries: 1 } }),
      (file) => ({ ...file, inputs: { name: { type: 'string' } } }),
      (file) => ({ ...file, toolChoice: 'none' }),
      (file) => ({ ...file, risk: file.risk === 'high' ? 'low' : 'high' }),
      (file) => ({ ...file, guardrails: [{ uses: 'min-length', value: 3 }] }),
      (file) => ({ ...file, messages: [...(file.messages as object[]), { role: 'user', content: 'more' }] }),
      (file) => ({
        ...file,
        messages: (file.messages as { content: string }[]).map((message) => ({ ...message, content: `${message.content}!` })),
      }),
      (file) => ({
        ...file,
        messages: (file.messages as { content: string }[]).map((message) => ({ ...message, content: `${message.content}\n` })),
      }),
    ];
    fc.assert(
      fc.property(promptFile, fc.constantFrom(...edits), (file, edit) => {
        expect(digestOfFile(edit(file))).not.toBe(digestOfFile(file));
      }),
      { numRuns: 150 },
    );
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import { isJsonObject, type Json } from '../../src/base/json/canonical-json.ts';
import { isPromptId } from '../../src/prompt/prompt.ts';
import {
  CHECK_GUARDRAILS,
  FRONT_MATTER,
  GUARDRAIL_SET_FILE,
  OUTPUT_SCHEMA,
  PROMPT_FILE,
  SET_GUARDRAIL,
} from '../../src/prompt/schema/file-shapes.generated.ts';
import { frontMatter } from '../../src/prompt/schema/front-matter.ts';
import { guardrailSetFile } from '../../src/prompt/schema/guardrail-set-file.ts';
import { checkGuardrails, setGuardrail } from '../../src/prompt/schema/guardrails.ts';
import { promptFileJsonSchema } from '../../src/prompt/schema/json-schema.ts';
import { outputSchema, promptFile } from '../../src/prompt/schema/prompt-file.ts';
import { misfitsOf } from '../../src/prompt/schema/shape/misfits.ts';
import type { Shape } from '../../src/prompt/schema/shape/shape.ts';
import { configSchema } from '../../src/workspace/config/config-schema.ts';
import { CONFIG_FILE } from '../../src/workspace/config/config-shape.generated.ts';

const PAIRS: readonly (readonly [name: string, schema: z.ZodType, shape: Shape])[] = [
  ['a prompt', promptFile, PROMPT_FILE],
  ['an output schema', outputSchema, OUTPUT_SCHEMA],
  ['a guardrail set', guardrailSetFile, GUARDRAIL_SET_FILE],
  ['front matter', frontMatter, FRONT_MATTER],
  ['a config', configSchema, CONFIG_FILE],
  ['a use of a guardrail set', setGuardrail, SET_GUARDRAIL],
  ...[...checkGuardrails].map(([name, schema]) => [`the check ${name}`, schema, CHECK_GUARDRAILS[name] as Shape] as const),
];

/** The values of real files: fixtures, and the corpus where it is beside the repository. */
const files: Json[] = ['../../fixtures/', '../../../shared/corpus/'].flatMap((folder) => {
  const root = new URL(folder, import.meta.url);
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  return names.flatMap((name) => {
    try {
      return [parse(readFileSync(new URL(name, root), 'utf8'), { logLevel: 'silent' }) as Json];
    } catch {
      return [];
    }
  });
});

/** What is read of an issue. What zod alone says (its own messages, the input) is left out. */
function read(issues: readonly z.core.$ZodIssue[]): unknown[] {
  return issues.map((issue) => ({
    code: issue.code,
    path: issue.path,
    ...('expected' in issue && { expected: issue.expected }),
    ...('values' in issue && { values: issue.values }),
    ...('minimum' in issue && { minimum: issue.minimum, origin: issue.origin }),
    ...('maximum' in issue && { maximum: issue.maximum, origin: issue.origin }),
    ...('keys' in issue && { keys: issue.keys }),
    ...('errors' in issue && { errors: issue.errors.map(read) }),
    ...('issues' in issue && { issues: read(issue.issues) }),
    ...(issue.code === 'invalid_format' && { message: issue.message }),
  }));
}

const words = fc.constantFrom(
  '',
  'a',
  'a/b',
  '../a',
  'A b',
  'user',
  'text',
  'liquid',
  '>= 0.9',
  'https://a.example',
  'openai/gpt',
  '1',
  'x'.repeat(201),
);
const numbers = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, -0.5, 1e15, Number.MAX_SAFE_INTEGER));
/** JSON of any kind, with the keys and words of files in it. */
const anything: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(words, numbers, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(words, fc.constantFrom('messages', 'role', 'content', 'uses', 'value', 'schema', 'type', 'extra')),
      tie('value'),
      { maxKeys: 4 },
    ),
  ) as fc.Arbitrary<Json>,
})).value;

/** A value that fits a shape, or nearly: now and then a part of it is anything. */
function near(shape: Shape): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 12, arbitrary: fitting(shape) }, { weight: 1, arbitrary: anything });
}

function fitting(shape: Shape): fc.Arbitrary<Json> {
  switch (shape.is) {
    case 'any':
      return anything;
    case 'boolean':
      return fc.boolean();
    case 'text':
      return words;
    case 'number':
    case 'int':
      return numbers;
    case 'word':
      return fc.constantFrom(...shape.of);
    case 'list':
      return fc.array(near(shape.of), { maxLength: 3 });
    case 'either':
      return fc.oneof(...shape.of.map(near));
    case 'nullable':
      return fc.option(near(shape.of));
    case 'record':
      return fc.dictionary(words, near(shape.of), { maxKeys: 3 });
    case 'mapping': {
      const known = fc.record(Object.fromEntries(Object.entries(shape.keys).map(([key, member]) => [key, near(member)])), {
        requiredKeys: (shape.required ?? []) as never[],
      });
      const others = fc.oneof(
        { weight: 6, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(words, anything, { maxKeys: 2 }) },
      );
      return fc.tuple(known, others).map(([members, more]) => ({ ...more, ...members }) as Json);
    }
  }
}

describe.each(PAIRS)('the shape of %s', (_name, schema, shape) => {
  const agree = (value: Json) => {
    const parsed = schema.safeParse(value);
    expect(read(misfitsOf(shape, value))).toEqual(parsed.success ? [] : read(parsed.error.issues));
  };

  test('has with every file the issues that zod has', () => {
    for (const value of files) agree(value);
  });

  test('has with any value the issues that zod has', () => {
    fc.assert(fc.property(near(shape), agree), { numRuns: 150 });
  });
});

describe('the published schema of prompt files', () => {
  const accepts = new Ajv({ strict: false }).compile(promptFileJsonSchema());

  /** The verdict of a reading: the file, and each guardrail by the check that it names. */
  function isWellFormed(value: Json): boolean {
    if (misfitsOf(PROMPT_FILE, value).length > 0) return false;
    const guardrails = isJsonObject(value) && Array.isArray(value.guardrails) ? (value.guardrails as readonly Json[]) : [];
    return guardrails.every((guardrail) => {
      const uses = (guardrail as { uses: string }).uses;
      const shape = uses.includes('/') ? isPromptId(uses) && SET_GUARDRAIL : CHECK_GUARDRAILS[uses];
      return shape !== undefined && shape !== false && misfitsOf(shape, guardrail).length === 0;
    });
  }

  test('accepts the files that are read without a finding about their form, and no others', () => {
    for (const value of files) expect({ value, verdict: accepts(value) }).toEqual({ value, verdict: isWellFormed(value) });
  });

  test('accepts any value that a reading accepts, and no other', () => {
    const uses = fc.constantFrom('a/b', 'a/b/', 'https://a.example', '../a', `a/${'b'.repeat(200)}`);
    const set = fc.record({ uses, value: fc.constant('x') }, { requiredKeys: ['uses'] });
    const check = fc.oneof(...Object.values(CHECK_GUARDRAILS).map(near));
    const guardrail = fc.oneof(check, set) as fc.Arbitrary<Json>;
    const value = fc
      .tuple(near(PROMPT_FILE), fc.option(fc.array(guardrail, { minLength: 1, maxLength: 2 }), { freq: 2 }))
      .map(([file, guardrails]) => (guardrails !== null && isJsonObject(file) ? { ...file, guardrails } : file));
    fc.assert(
      fc.property(value, (written) => {
        expect(accepts(written)).toBe(isWellFormed(written));
      }),
      { numRuns: 1000 },
    );
  });
});

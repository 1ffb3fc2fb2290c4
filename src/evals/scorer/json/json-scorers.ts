import * as z from 'zod';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { CHECKS } from '../../../prompt/check/checks.ts';
import type { Judgement } from '../../run.ts';
import { expectedValue } from '../expected-value.ts';
import { passOrFail, quoted, Unscorable } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { templated } from '../templated.ts';
import { compileJsonSchema, type SchemaCheck } from './compile-json-schema.ts';
import { answerJson, jsonPath } from './json-path.ts';
import { isSameJson, shownJson } from './same-json.ts';

/** Any value: what a suite holds came out of YAML and is JSON already. */
const anyJson = z.unknown() as z.ZodType<Json>;

const equality = z.strictObject({
  path: z.string().describe('Which value of the answer, like `$.category`. Default: all of it.').optional(),
  expected: templated(anyJson).describe('The value. Default: what the case expects.').default('{{ expected }}'),
});

const schemaOrPrompts = z.strictObject({
  schema: z.record(z.string(), anyJson).describe('A JSON Schema; the output schema of the prompt when left out.').optional(),
});

/** Scorers that read the answer as JSON. */
export const JSON_SCORERS = {
  'is-json': defineScorer(
    CHECKS['is-json'].about,
    z.strictObject({}),
    () =>
      () =>
      ({ text }) =>
        passOrFail(answerJson(text) !== undefined, () => notJson(text)),
  ),

  'json-equals': defineScorer('The output is JSON that holds this value.', equality, ({ path = '$', expected }) => {
    const pick = jsonPath(path);
    const fill = expectedValue(expected);
    return ({ case: evalCase }) => {
      const wanted = fill(evalCase);
      return ({ text }) => compareJson(text, pick, path, wanted);
    };
  }),

  'json-path': defineScorer(
    'The output is JSON that has something at this path.',
    z.strictObject({ path: z.string().describe('Like `$.items[0].price`.') }),
    ({ path }) => {
      const pick = jsonPath(path);
      return () =>
        ({ text }) => {
          const value = answerJson(text);
          if (value === undefined) return { score: 0, pass: false, reason: notJson(text) };
          return passOrFail(pick(value) !== undefined, () => `The answer has nothing at ${path}.`);
        };
    },
  ),

  'json-schema': defineScorer(CHECKS['json-schema'].about, schemaOrPrompts, ({ schema }) => {
    const compiledOwn = schema && compileJsonSchema(schema);
    const compiled = new WeakMap<JsonObject, SchemaCheck>();
    return ({ prompt }) => {
      const check = compiledOwn ?? promptSchemaCheck(prompt.schema?.schema, compiled);
      return ({ text }) => {
        const value = answerJson(text);
        if (value === undefined) return { score: 0, pass: false, reason: notJson(text) };
        const problem = check(value);
        return passOrFail(problem === undefined, () => `The answer does not fit the schema: ${problem}.`);
      };
    };
  }),
} as const;

function compareJson(text: string, pick: (value: Json) => Json | undefined, path: string, wanted: Json): Judgement {
  const value = answerJson(text);
  if (value === undefined) return { score: 0, pass: false, reason: notJson(text) };
  const picked = pick(value);
  if (picked === undefined) return { score: 0, pass: false, reason: `The answer has nothing at ${path}.` };
  return passOrFail(isSameJson(picked, wanted), () => `The answer has ${shownJson(picked)} at ${path}, not ${shownJson(wanted)}.`);
}

function promptSchemaCheck(schema: JsonObject | undefined, compiled: WeakMap<JsonObject, SchemaCheck>): SchemaCheck {
  if (schema === undefined) throw new Unscorable('the prompt has no output schema; give the scorer a `schema`');
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const check = compileJsonSchema(schema);
  compiled.set(schema, check);
  return check;
}

function notJson(text: string): string {
  return `The answer is no JSON: ${quoted(text)}.`;
}

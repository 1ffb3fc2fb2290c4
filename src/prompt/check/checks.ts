import * as z from 'zod';

const text = z.string().min(1).describe('The text to look for.');
const texts = z.array(z.string().min(1)).min(1).describe('The texts to look for.');
const pattern = z.string().min(1).describe('A regular expression in RE2 syntax: no backreferences, no lookaround.');
const characters = z.int().min(0).describe('How many characters.');
const schema = z.record(z.string(), z.unknown()).describe('A JSON Schema; the output schema of the prompt when left out.').optional();

/**
 * What a guardrail can ask of an output by itself: the parameters of each check, by name.
 *
 * A pure table: `evals/scorer` runs them. Names with `/` are not checks but guardrail sets.
 */
export const CHECKS = {
  equals: { about: 'The output is exactly this text.', parameters: { value: text } },
  'not-equals': { about: 'The output is not this text.', parameters: { value: text } },
  contains: { about: 'The output holds this text.', parameters: { value: text } },
  'not-contains': { about: 'The output does not hold this text.', parameters: { value: text } },
  icontains: { about: 'The output holds this text, in upper or lower case.', parameters: { value: text } },
  'not-icontains': { about: 'The output does not hold this text, in upper or lower case.', parameters: { value: text } },
  'contains-any': { about: 'The output holds one of these texts.', parameters: { value: texts } },
  'not-contains-any': { about: 'The output holds none of these texts.', parameters: { value: texts } },
  'contains-all': { about: 'The output holds all of these texts.', parameters: { value: texts } },
  'not-contains-all': { about: 'The output lacks one of these texts.', parameters: { value: texts } },
  'starts-with': { about: 'The output starts with this text.', parameters: { value: text } },
  'not-starts-with': { about: 'The output does not start with this text.', parameters: { value: text } },
  'ends-with': { about: 'The output ends with this text.', parameters: { value: text } },
  'not-ends-with': { about: 'The output does not end with this text.', parameters: { value: text } },
  matches: { about: 'The output matches this pattern.', parameters: { value: pattern } },
  'not-matches': { about: 'The output does not match this pattern.', parameters: { value: pattern } },
  'max-length': { about: 'The output has at most so many characters.', parameters: { value: characters } },
  'min-length': { about: 'The output has at least so many characters.', parameters: { value: characters } },
  'is-json': { about: 'The output is JSON.', parameters: {} },
  'json-schema': { about: 'The output is JSON that satisfies a schema.', parameters: { schema } },
} as const satisfies Record<string, { about: string; parameters: Record<string, z.ZodType> }>;

export type CheckName = keyof typeof CHECKS;

export const CHECK_NAMES = Object.keys(CHECKS) as readonly CheckName[];

import * as z from 'zod';
import { linearRegex } from '../../../base/text/linear-regex.ts';
import { CHECKS } from '../../../prompt/check/checks.ts';
import { charactersOf, TEXT_CHECKS, TEXTS_CHECKS } from '../../../prompt/check/text-checks.ts';
import type { Judgement } from '../../run.ts';
import { expectedString } from '../expected-value.ts';
import { type PrepareJudge, passOrFail, quoted } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { templated } from '../templated.ts';

const value = templated(z.string().min(1)).describe('The text; may name what the case holds: `{{ expected.category }}`.');
const folding = {
  ignoreCase: z.boolean().describe('Compare without regard to case.').optional(),
  trim: z.boolean().describe('Take white space off both ends of the answer first.').optional(),
};
const oneText = z.strictObject({ value, ...folding });
const severalTexts = z.strictObject({ value: z.array(value).min(1), ...folding });
const pattern = z.strictObject({ value: CHECKS.matches.parameters.value });
const words = z
  .strictObject({
    min: z.int().min(0).describe('At least so many words: what white space parts.').optional(),
    max: z.int().min(0).describe('At most so many words.').optional(),
  })
  .refine(
    ({ min, max }) => (min ?? max) !== undefined && (min ?? 0) <= (max ?? Number.POSITIVE_INFINITY),
    '`min`, `max` or both, in that order',
  );
const length = z.strictObject({ value: CHECKS['max-length'].parameters.value });

/** Scorers that look at the text of the answer. */
export const TEXT_SCORERS = {
  equals: comparing('equals', 'is not'),
  'not-equals': comparing('not-equals', 'is'),
  contains: comparing('contains', 'does not contain'),
  'not-contains': comparing('not-contains', 'contains'),
  icontains: comparing('icontains', 'does not contain'),
  'not-icontains': comparing('not-icontains', 'contains'),
  'contains-any': comparingSeveral('contains-any', 'contains none of'),
  'not-contains-any': comparingSeveral('not-contains-any', 'contains one of'),
  'contains-all': comparingSeveral('contains-all', 'lacks one of'),
  'not-contains-all': comparingSeveral('not-contains-all', 'contains all of'),
  'starts-with': comparing('starts-with', 'does not start with'),
  'not-starts-with': comparing('not-starts-with', 'starts with'),
  'ends-with': comparing('ends-with', 'does not end with'),
  'not-ends-with': comparing('not-ends-with', 'ends with'),
  matches: matching(CHECKS.matches.about, 'does not match', (found) => found),
  'not-matches': matching(CHECKS['not-matches'].about, 'matches', (found) => !found),
  'max-length': measuring(CHECKS['max-length'].about, 'more than', (characters, limit) => characters <= limit),
  'min-length': measuring(CHECKS['min-length'].about, 'less than', (characters, limit) => characters >= limit),
  'word-count': defineScorer('The output has so many words.', words, ({ min = 0, max = Number.POSITIVE_INFINITY }) => () => ({ text }) => {
    const count = text.split(/\s+/).filter((word) => word !== '').length;
    const limit = count < min ? `less than ${min}` : `more than ${max}`;
    return passOrFail(count >= min && count <= max, () => `The answer has ${count} words, ${limit}.`);
  }),
} as const;

function comparing(name: keyof typeof TEXT_CHECKS, failure: string) {
  return defineScorer(CHECKS[name].about, oneText, (parameters) =>
    compareAll(parameters, [parameters.value], failure, (answer, [text = '']) => TEXT_CHECKS[name](answer, text)),
  );
}

function comparingSeveral(name: keyof typeof TEXTS_CHECKS, failure: string) {
  return defineScorer(CHECKS[name].about, severalTexts, (parameters) =>
    compareAll(parameters, parameters.value, failure, TEXTS_CHECKS[name]),
  );
}

function compareAll(
  { ignoreCase = false, trim = false }: { ignoreCase?: boolean | undefined; trim?: boolean | undefined },
  values: readonly string[],
  failure: string,
  isRight: (answer: string, texts: readonly string[]) => boolean,
): PrepareJudge {
  const fills = values.map(expectedString);
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  return ({ case: evalCase }) => {
    const wanted = fills.map((fill) => fill(evalCase));
    const folded = wanted.map(fold);
    return ({ text }) => {
      const given = trim ? text.trim() : text;
      const named = () => wanted.map((one) => quoted(one)).join(', ');
      return passOrFail(isRight(fold(given), folded), () => `The answer ${quoted(given)} ${failure} ${named()}.`);
    };
  };
}

function measuring(about: string, failure: string, isRight: (characters: number, limit: number) => boolean) {
  return defineScorer(about, length, ({ value: limit }) => () => ({ text }) => {
    const characters = charactersOf(text);
    return passOrFail(isRight(characters, limit), () => `The answer has ${characters} characters, ${failure} ${limit}.`);
  });
}

function matching(about: string, failure: string, isRight: (found: boolean) => boolean) {
  return defineScorer(about, pattern, ({ value: source }) => {
    const regex = linearRegex(source);
    return () =>
      ({ text }): Judgement =>
        passOrFail(isRight(regex.test(text)), () => `The answer ${quoted(text)} ${failure} ${quoted(source)}.`);
  });
}

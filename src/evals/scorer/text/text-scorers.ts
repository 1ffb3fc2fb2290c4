import * as z from 'zod';
import { linearRegex } from '../../../base/text/linear-regex.ts';
import { CHECKS } from '../../../prompt/check/checks.ts';
import type { Judgement } from '../../run.ts';
import { expectedString } from '../expected-value.ts';
import { type PrepareJudge, passOrFail, quoted } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { templated } from '../templated.ts';

type Compare = (answer: string, value: string) => boolean;

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

const holds: Compare = (answer, text) => answer.includes(text);
const holdsFolded: Compare = (answer, text) => answer.toLowerCase().includes(text.toLowerCase());

/** Scorers that look at the text of the answer. */
export const TEXT_SCORERS = {
  equals: comparing(CHECKS.equals.about, 'is not', (answer, text) => answer === text),
  'not-equals': comparing(CHECKS['not-equals'].about, 'is', (answer, text) => answer !== text),
  contains: comparing(CHECKS.contains.about, 'does not contain', holds),
  'not-contains': comparing(CHECKS['not-contains'].about, 'contains', (answer, text) => !holds(answer, text)),
  icontains: comparing(CHECKS.icontains.about, 'does not contain', holdsFolded),
  'not-icontains': comparing(CHECKS['not-icontains'].about, 'contains', (answer, text) => !holdsFolded(answer, text)),
  'contains-any': comparingSeveral(CHECKS['contains-any'].about, 'contains none of', (answer, texts) =>
    texts.some((text) => holds(answer, text)),
  ),
  'not-contains-any': comparingSeveral(
    CHECKS['not-contains-any'].about,
    'contains one of',
    (answer, texts) => !texts.some((text) => holds(answer, text)),
  ),
  'contains-all': comparingSeveral(CHECKS['contains-all'].about, 'lacks one of', (answer, texts) =>
    texts.every((text) => holds(answer, text)),
  ),
  'not-contains-all': comparingSeveral(
    CHECKS['not-contains-all'].about,
    'contains all of',
    (answer, texts) => !texts.every((text) => holds(answer, text)),
  ),
  'starts-with': comparing(CHECKS['starts-with'].about, 'does not start with', (answer, text) => answer.startsWith(text)),
  'not-starts-with': comparing(CHECKS['not-starts-with'].about, 'starts with', (answer, text) => !answer.startsWith(text)),
  'ends-with': comparing(CHECKS['ends-with'].about, 'does not end with', (answer, text) => answer.endsWith(text)),
  'not-ends-with': comparing(CHECKS['not-ends-with'].about, 'ends with', (answer, text) => !answer.endsWith(text)),
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

function comparing(about: string, failure: string, isRight: Compare) {
  return defineScorer(about, oneText, (parameters) =>
    compareAll(parameters, [parameters.value], failure, (answer, [text = '']) => isRight(answer, text)),
  );
}

function comparingSeveral(about: string, failure: string, isRight: (answer: string, texts: readonly string[]) => boolean) {
  return defineScorer(about, severalTexts, (parameters) => compareAll(parameters, parameters.value, failure, isRight));
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
    const characters = Array.from(text).length;
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

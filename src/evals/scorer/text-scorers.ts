import * as z from 'zod';
import { linearRegex } from '../../base/linear-regex.ts';
import { expectedString } from './expected-value.ts';
import { type Judgement, type PrepareJudge, passOrFail, quoted } from './scorer.ts';
import { defineScorer } from './scorer-definition.ts';
import { templated } from './templated.ts';

type Compare = (answer: string, value: string) => boolean;

const value = templated(z.string().min(1));
const folding = {
  /** Compare without regard to case. */
  ignoreCase: z.boolean().optional(),
  /** Take white space off both ends of the answer first. */
  trim: z.boolean().optional(),
};
const oneText = z.strictObject({ value, ...folding });
const severalTexts = z.strictObject({ value: z.array(value).min(1), ...folding });
const pattern = z.strictObject({ value: z.string().min(1) });
const length = z.strictObject({ value: z.int().nonnegative() });

const holds: Compare = (answer, text) => answer.includes(text);
const holdsFolded: Compare = (answer, text) => answer.toLowerCase().includes(text.toLowerCase());

/** Scorers that look at the text of the answer. */
export const TEXT_SCORERS = {
  equals: comparing('is not', (answer, text) => answer === text),
  'not-equals': comparing('is', (answer, text) => answer !== text),
  contains: comparing('does not contain', holds),
  'not-contains': comparing('contains', (answer, text) => !holds(answer, text)),
  icontains: comparing('does not contain', holdsFolded),
  'not-icontains': comparing('contains', (answer, text) => !holdsFolded(answer, text)),
  'contains-any': comparingSeveral('contains none of', (answer, texts) => texts.some((text) => holds(answer, text))),
  'not-contains-any': comparingSeveral('contains one of', (answer, texts) => !texts.some((text) => holds(answer, text))),
  'contains-all': comparingSeveral('lacks one of', (answer, texts) => texts.every((text) => holds(answer, text))),
  'not-contains-all': comparingSeveral('contains all of', (answer, texts) => !texts.every((text) => holds(answer, text))),
  'starts-with': comparing('does not start with', (answer, text) => answer.startsWith(text)),
  'not-starts-with': comparing('starts with', (answer, text) => !answer.startsWith(text)),
  'ends-with': comparing('does not end with', (answer, text) => answer.endsWith(text)),
  'not-ends-with': comparing('ends with', (answer, text) => !answer.endsWith(text)),
  matches: matching('does not match', (found) => found),
  'not-matches': matching('matches', (found) => !found),
  'max-length': measuring('more than', (characters, limit) => characters <= limit),
  'min-length': measuring('less than', (characters, limit) => characters >= limit),
} as const;

function comparing(failure: string, isRight: Compare) {
  return defineScorer(oneText, (parameters) =>
    compareAll(parameters, [parameters.value], failure, (answer, [text = '']) => isRight(answer, text)),
  );
}

function comparingSeveral(failure: string, isRight: (answer: string, texts: readonly string[]) => boolean) {
  return defineScorer(severalTexts, (parameters) => compareAll(parameters, parameters.value, failure, isRight));
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

function measuring(failure: string, isRight: (characters: number, limit: number) => boolean) {
  return defineScorer(length, ({ value: limit }) => () => ({ text }) => {
    const characters = Array.from(text).length;
    return passOrFail(isRight(characters, limit), () => `The answer has ${characters} characters, ${failure} ${limit}.`);
  });
}

function matching(failure: string, isRight: (found: boolean) => boolean) {
  return defineScorer(pattern, ({ value: source }) => {
    const regex = linearRegex(source);
    return () =>
      ({ text }): Judgement =>
        passOrFail(isRight(regex.test(text)), () => `The answer ${quoted(text)} ${failure} ${quoted(source)}.`);
  });
}

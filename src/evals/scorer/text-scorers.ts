import * as z from 'zod';
import { expectedString } from './expected-value.ts';
import { linearRegex } from './linear-regex.ts';
import { type Judgement, passOrFail, quoted } from './scorer.ts';
import { defineScorer } from './scorer-definition.ts';
import { templated } from './templated.ts';

type Compare = (answer: string, value: string) => boolean;

const comparison = z.strictObject({
  value: templated(z.string().min(1)),
  /** Compare without regard to case. */
  ignoreCase: z.boolean().optional(),
  /** Take white space off both ends of the answer first. */
  trim: z.boolean().optional(),
});
const pattern = z.strictObject({ value: z.string().min(1) });
const length = z.strictObject({ value: z.number().int().nonnegative() });

/** Scorers that look at the text of the answer. */
export const TEXT_SCORERS = {
  equals: comparing('is not', (answer, value) => answer === value),
  contains: comparing('does not contain', (answer, value) => answer.includes(value)),
  icontains: comparing('does not contain', (answer, value) => answer.toLowerCase().includes(value.toLowerCase())),
  'starts-with': comparing('does not start with', (answer, value) => answer.startsWith(value)),
  'ends-with': comparing('does not end with', (answer, value) => answer.endsWith(value)),
  'not-contains': comparing('contains', (answer, value) => !answer.includes(value)),
  matches: matching('does not match', (found) => found),
  'not-matches': matching('matches', (found) => !found),
  'max-length': defineScorer(length, ({ value }) => () => ({ text }) => {
    const characters = Array.from(text).length;
    return passOrFail(characters <= value, () => `The answer has ${characters} characters, more than ${value}.`);
  }),
} as const;

function comparing(failure: string, holds: Compare) {
  return defineScorer(comparison, ({ value, ignoreCase = false, trim = false }) => {
    const fill = expectedString(value);
    const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
    return ({ case: evalCase }) => {
      const wanted = fill(evalCase);
      return ({ text }) => {
        const given = trim ? text.trim() : text;
        return passOrFail(holds(fold(given), fold(wanted)), () => `The answer ${quoted(given)} ${failure} ${quoted(wanted)}.`);
      };
    };
  });
}

function matching(failure: string, holds: (found: boolean) => boolean) {
  return defineScorer(pattern, ({ value }) => {
    const regex = linearRegex(value);
    return () =>
      ({ text }): Judgement =>
        passOrFail(holds(regex.test(text)), () => `The answer ${quoted(text)} ${failure} ${quoted(value)}.`);
  });
}

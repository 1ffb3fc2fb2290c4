import * as z from 'zod';
import type { Judgement } from '../../run.ts';
import { expectedString } from '../expected-value.ts';
import { quoted, Unscorable } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { templated } from '../templated.ts';
import { sentenceBleu } from './bleu.ts';
import { editSimilarity } from './edit-similarity.ts';
import { rougeL } from './rouge-l.ts';
import { tokenF1 } from './token-f1.ts';

/** How alike an answer and its references are, 0 … 1. */
type Similarity = (text: string, references: readonly string[]) => number;

const reference = templated(z.string()).describe('The text; may name what the case holds: `{{ expected.summary }}`.');
const parameters = z.strictObject({
  value: z
    .union([reference, z.array(reference).min(1)])
    .describe('The text to be like, or several of which one is enough. Default: what the case expects.')
    .default('{{ expected }}'),
  min: z.number().min(0).max(1).describe('The similarity from which an answer passes. Default 0.5.').default(0.5),
});

/** The work grows with the product of both lengths: beyond this, of all references together, an answer would hold up the run. */
const LONGEST = 50_000;

/** Scorers that compare the text of an answer with a text, in shades. */
export const SIMILARITY_SCORERS = {
  levenshtein: alike('The output takes few edits to become this text.', best(editSimilarity)),
  'rouge-l': alike('The output has the words of this text in its order (ROUGE-L F1).', best(rougeL)),
  bleu: alike('The output has the word sequences of this text (sentence BLEU-4, 0 to 1).', sentenceBleu),
  f1: alike('The output has the words of this text (F1 of SQuAD).', best(tokenF1)),
} as const;

function best(similarity: (text: string, reference: string) => number): Similarity {
  return (text, references) => Math.max(...references.map((one) => similarity(text, one)));
}

function alike(about: string, similarity: Similarity) {
  return defineScorer(about, parameters, ({ value, min }) => {
    const fills = [value].flat().map(expectedString);
    return ({ case: evalCase }) => {
      const references = fills.map((fill) => fill(evalCase));
      requireShort('what the answer is compared with', references);
      return ({ text }) => {
        requireShort('the answer', [text]);
        return judge(similarity(text, references), min, text);
      };
    };
  });
}

function requireShort(what: string, texts: readonly string[]): void {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length > LONGEST) throw new Unscorable(`${what} has ${length} characters; similarity is computed for at most ${LONGEST}`);
}

function judge(score: number, min: number, text: string): Judgement {
  const pass = score >= min;
  return pass ? { score, pass } : { score, pass, reason: `The answer ${quoted(text)} is alike by ${score.toFixed(3)}, less than ${min}.` };
}

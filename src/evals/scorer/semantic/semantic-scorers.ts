import * as z from 'zod';
import type { Judgement } from '../../run.ts';
import { expectedString } from '../expected-value.ts';
import { quoted, Unscorable } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { templated } from '../templated.ts';
import { cosine } from './cosine.ts';

const reference = templated(z.string().min(1)).describe('The text; may name what the case holds: `{{ expected.summary }}`.');

const parameters = z.strictObject({
  model: z
    .string()
    .regex(/^[^/\s]+\/\S+$/, 'a model written provider/model')
    .describe('Who gives the vectors, like `openai/text-embedding-3-small`.'),
  value: z
    .union([reference, z.array(reference).min(1)])
    .describe('The text to mean the same as, or several of which one is enough. Default: what the case expects.')
    .default('{{ expected }}'),
  min: z.number().min(0).max(1).describe('The similarity from which an answer passes. Default 0.8.').default(0.8),
});

/** Scorers that compare what texts mean. */
export const SEMANTIC_SCORERS = {
  similarity: defineScorer('The output means nearly the same as this text, by their embeddings.', parameters, ({ model, value, min }) => {
    const fills = [value].flat().map(expectedString);
    return ({ case: evalCase }) => {
      const references = fills.map((fill) => filled('the text to compare with', fill(evalCase)));
      return async ({ text }, { embed }) => {
        if (embed === undefined) throw new Unscorable('there is no embedding model to ask here');
        const [own = [], ...others] = await embed(model, [filled('the answer', text), ...references]);
        const similarities = others.map((other) => cosine(own, other));
        const similarity = Math.max(...similarities.map((one) => one ?? Number.NaN));
        if (Number.isNaN(similarity)) throw new Unscorable(`${model} gave vectors that cannot be compared`);
        // Unrelated texts come out near 0, also below it: opposite vectors are no opposite of likeness.
        return judge(Math.min(1, Math.max(0, similarity)), min, text);
      };
    };
  }),
} as const;

/** Providers refuse the empty text, and it means nothing that could be compared. */
function filled(what: string, text: string): string {
  if (text.trim() === '') throw new Unscorable(`${what} is empty, and has no meaning to compare`);
  return text;
}

function judge(score: number, min: number, text: string): Judgement {
  const pass = score >= min;
  return pass ? { score, pass } : { score, pass, reason: `The answer ${quoted(text)} is alike by ${score.toFixed(3)}, less than ${min}.` };
}

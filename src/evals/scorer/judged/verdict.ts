import { isJsonObject, type JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import type { OutputSchema } from '../../../prompt/prompt.ts';
import { quoted } from '../scorer.ts';

/** What a judge may say: one of some choices, each with the score that it stands for, or a figure on a scale. */
export type Ballot =
  | { readonly kind: 'choices'; readonly choices: Readonly<Record<string, number>> }
  | { readonly kind: 'scale'; readonly min: number; readonly max: number };

/** What a judge said once. */
export interface Vote {
  readonly reasoning: string;
  /** The name of a choice, or the figure on the scale, as text: how people's labels are compared with it. */
  readonly verdict: string;
  /** 0…1. */
  readonly score: number;
}

/** The JSON Schema of a verdict. Reasoning comes first: a model that reasons after its verdict defends it. */
export function verdictSchema(ballot: Ballot): OutputSchema {
  const verdict: JsonObject =
    ballot.kind === 'choices'
      ? { choice: { type: 'string', enum: Object.keys(ballot.choices) } }
      : { score: { type: 'number', description: `From ${ballot.min} to ${ballot.max}.` } };
  return {
    name: 'verdict',
    strict: true,
    schema: {
      type: 'object',
      properties: { reasoning: { type: 'string', description: 'In a few sentences, before the verdict.' }, ...verdict },
      required: ['reasoning', ...Object.keys(verdict)],
      additionalProperties: false,
    },
  };
}

/** The same in words, for models that do not keep to schemas. */
export function verdictRule(ballot: Ballot): string {
  if (ballot.kind === 'scale')
    return `Answer with one JSON object and nothing else: {"reasoning": "…", "score": N}, where N is a number from ${ballot.min} to ${ballot.max}.`;
  const names = Object.keys(ballot.choices).map((name) => JSON.stringify(name));
  return `Answer with one JSON object and nothing else: {"reasoning": "…", "choice": "…"}, where choice is one of ${names.join(', ')}.`;
}

/**
 * Reads what a judge answered; a text is what is wrong with it.
 *
 * The whole answer must be the verdict, with or without a code fence around it: JSON inside of prose may be quoted from
 * what is judged. A figure beyond the scale and an unknown choice are no verdict either, and never a score of 0.
 */
export function readVote(text: string, ballot: Ballot): Vote | string {
  const value = jsonValue(withoutCodeFence(text));
  if (!isJsonObject(value)) return `it is not the JSON of a verdict: ${quoted(text)}`;
  const { reasoning, score, choice } = value;
  const said = typeof reasoning === 'string' ? reasoning : '';
  if (ballot.kind === 'scale') {
    if (typeof score !== 'number') return 'it has no number `score`';
    const { min, max } = ballot;
    if (score < min || score > max) return `its score ${score} is not from ${min} to ${max}`;
    return { reasoning: said, verdict: String(score), score: (score - min) / (max - min) };
  }
  if (typeof choice !== 'string') return 'it has no text `choice`';
  const { choices } = ballot;
  const worth = Object.hasOwn(choices, choice) ? choices[choice] : undefined;
  if (worth === undefined) return `its choice ${quoted(choice)} is none of ${Object.keys(choices).join(', ')}`;
  return { reasoning: said, verdict: choice, score: worth };
}

function withoutCodeFence(text: string): string {
  const trimmed = text.trim();
  return /^```(?:json)?\s*\n([\s\S]*?)\n?```$/.exec(trimmed)?.[1] ?? trimmed;
}

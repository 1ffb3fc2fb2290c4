import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { Judgement } from '../../run.ts';
import { Unscorable } from '../scorer.ts';

const KEYS: readonly string[] = ['score', 'pass', 'reason'];

/** A reason is read by people, in a table. */
const LONGEST_REASON = 500;

/**
 * Reads what a scorer of the repository says: a number from 0 to 1, `true` or `false`, or `{score?, pass?, reason?}`.
 *
 * A score passes from `min` on, unless `pass` says otherwise.
 * @throws Unscorable for anything else: a mistake of a scorer is no verdict
 */
export function readJudgement(value: Json, min: number): Judgement {
  if (!isJsonObject(value)) return judgementOf({ score: value }, min);
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined)
    throw new Unscorable(`the scorer gave the key ${JSON.stringify(unknown.slice(0, 40))}; it may give score, pass and reason`);
  return judgementOf(value, min);
}

function judgementOf({ score, pass, reason }: { readonly [key: string]: Json | undefined }, min: number): Judgement {
  if (pass !== undefined && typeof pass !== 'boolean') throw new Unscorable('the scorer gave a `pass` that is neither true nor false');
  if (reason !== undefined && typeof reason !== 'string') throw new Unscorable('the scorer gave a `reason` that is no text');
  const figure = scoreOf(score ?? pass);
  return { score: figure, pass: pass ?? figure >= min, ...(reason !== undefined && { reason: reason.slice(0, LONGEST_REASON) }) };
}

function scoreOf(score: Json | undefined): number {
  if (typeof score === 'boolean') return score ? 1 : 0;
  if (typeof score === 'number' && score >= 0 && score <= 1) return score;
  const shown = score === undefined ? 'nothing' : JSON.stringify(score).slice(0, 40);
  throw new Unscorable(`the scorer gave ${shown}; a score is a number from 0 to 1, true or false`);
}

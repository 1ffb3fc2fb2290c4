import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../../base/json/json-depth.ts';
import { Unscorable } from '../scorer.ts';

const STEP = /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\['((?:[^'\\]|\\['\\])*)'\]|\["((?:[^"\\]|\\["\\])*)"\]/uy;

/** Picks one value out of an answer; undefined when it is not there. */
export type PickValue = (value: Json) => Json | undefined;

/**
 * Reads a path to one value: `$`, `$.category`, `$.items[0]`, `$['odd key']`.
 *
 * @throws Failure `suite-invalid` on the parts of JSONPath that may name several values (`*`, `..`, filters, slices).
 */
export function jsonPath(path: string): PickValue {
  const steps = stepsOf(path);
  return (value) => steps.reduce<Json | undefined>(take, value);
}

/**
 * The JSON value of an answer; undefined when it is no JSON.
 *
 * @throws Unscorable for what nests deeper than 200 levels: whatever walks it afterwards would overflow the stack
 */
export function answerJson(text: string): Json | undefined {
  const value = parsed(text);
  // A level takes two characters: short texts, which most answers are, need not be walked.
  if (value !== undefined && text.length > 2 * MAX_JSON_DEPTH && isDeeperThan(value, MAX_JSON_DEPTH))
    throw new Unscorable(`the answer is nested deeper than ${MAX_JSON_DEPTH} levels`);
  return value;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function stepsOf(path: string): (string | number)[] {
  const steps: (string | number)[] = [];
  let at = 1;
  while (path.startsWith('$') && at < path.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null) break;
    const [, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? (single ?? double ?? '').replace(/\\(.)/g, '$1')) : Number(index));
    at = STEP.lastIndex;
  }
  if (path.startsWith('$') && at === path.length) return steps;
  const place = path.startsWith('$') ? `cannot be read from ${JSON.stringify(path.slice(at, at + 12))} on` : 'does not start with `$`';
  throw new Failure('suite-invalid', `The path ${JSON.stringify(path)} ${place}; a path names one value with .name, [0] and ['name'].`);
}

function take(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isJsonObject(value) && typeof step === 'string' && Object.hasOwn(value, step) ? value[step] : undefined;
}

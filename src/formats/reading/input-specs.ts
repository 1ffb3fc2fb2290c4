import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { INPUT_KEYWORDS } from '../../prompt/schema/keys.ts';
import type { ValueKind } from '../template/template-part.ts';

/** Inputs by name, as a prompt file declares them. */
export type Inputs = Readonly<Record<string, JsonObject>>;

/** What a schema says of a variable, in the keywords that an input has; the others by name. */
export function inputSpec(schema: Json, required: boolean): { spec: JsonObject; left: readonly string[] } {
  const members = isJsonObject(schema) ? Object.entries(schema) : [];
  const known = members.filter(([key]) => key !== 'required' && INPUT_KEYWORDS.includes(key));
  const left = members.map(([key]) => key).filter((key) => !known.some(([name]) => name === key) && key !== 'title');
  return { spec: { ...Object.fromEntries(known), ...(required && { required }) }, left };
}

/**
 * The declared inputs, and every variable that the texts read besides.
 *
 * An undeclared one is optional: other engines print nothing for a variable that is not given, and so do we for an
 * optional input.
 */
export function allInputs(declared: Inputs, used: Iterable<string>): JsonObject {
  const undeclared = [...new Set(used)].filter((name) => !Object.hasOwn(declared, name));
  return { ...declared, ...Object.fromEntries(undeclared.map((name) => [name, {}])) };
}

const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ['string', 'text'],
  ['number', 'number'],
  ['integer', 'number'],
  ['boolean', 'boolean'],
  ['array', 'list'],
  ['object', 'object'],
]);

/** What each declared variable holds, where its type is one. */
export function kindsOf(inputs: Inputs): ReadonlyMap<string, ValueKind> {
  return new Map(
    Object.entries(inputs).flatMap(([name, { type, enum: choices }]): [string, ValueKind][] => {
      const types = [type ?? []].flat().filter((one) => one !== 'null');
      const [only] = types;
      if (types.length === 1) return [[name, KINDS.get(String(only)) ?? 'text']];
      const isText = types.length === 0 && Array.isArray(choices) && choices.every((choice) => typeof choice === 'string');
      return isText ? [[name, 'text']] : [];
    }),
  );
}

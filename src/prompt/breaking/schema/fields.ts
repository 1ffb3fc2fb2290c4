import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { type Conjunction, conjunctionId, type Part, partOf, resolveReference, within } from './part.ts';
import type { FieldPath } from './violation.ts';

/** Fields that only one of two schemas names, each once, at the outermost place. */
export interface FieldDifference {
  readonly removed: readonly FieldPath[];
  readonly added: readonly FieldPath[];
}

const MAX_DEPTH = 12;
/** Schemas that say more than this together are not walked to the end: the proof looks at them all the same. */
const MAX_VISITS = 2000;

/**
 * Compares the names that two schemas give to the fields of their documents, in every shape that they allow.
 *
 * Names only: what may stand in the fields is for the proof.
 */
export function fieldDifference(before: Json, after: Json): FieldDifference {
  const removed: FieldPath[] = [];
  const added: FieldPath[] = [];
  const seen = new Set<string>();
  const walk = (olds: Conjunction, news: Conjunction, at: FieldPath): void => {
    const key = `${conjunctionId(olds)} ${conjunctionId(news)}`;
    if (at.length > MAX_DEPTH || seen.has(key) || seen.size > MAX_VISITS) return;
    seen.add(key);
    const [left, right] = [insides(olds), insides(news)];
    for (const [name, parts] of left.fields) {
      const other = right.fields.get(name);
      if (other === undefined) removed.push([...at, name]);
      else walk(parts, other, [...at, name]);
    }
    for (const name of right.fields.keys()) if (!left.fields.has(name)) added.push([...at, name]);
    if (left.items.length > 0 && right.items.length > 0) walk(left.items, right.items, [...at, '*']);
  };
  walk([partOf(before)], [partOf(after)], []);
  return { removed, added };
}

interface Insides {
  readonly fields: ReadonlyMap<string, Part[]>;
  readonly items: Part[];
}

/** What schemas say of the fields and the items of a document, themselves and through what they are combined of. */
function insides(parts: Conjunction): Insides {
  const fields = new Map<string, Part[]>();
  const items: Part[] = [];
  const visited = new Set<Json>();
  const waiting = [...parts];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { schema } = part;
    if (!isJsonObject(schema) || visited.has(schema)) continue;
    visited.add(schema);
    for (const [name, member] of namedFields(schema)) fields.set(name, [...(fields.get(name) ?? []), within(part, member)]);
    items.push(...itemSchemas(schema).map((member) => within(part, member)));
    waiting.push(...besides(part, schema));
  }
  return { fields, items };
}

/** A field that may never be there is none. */
function namedFields({ properties }: JsonObject): [string, Json][] {
  return isJsonObject(properties) ? Object.entries(properties).filter(([, member]) => member !== false) : [];
}

function itemSchemas({ items, prefixItems }: JsonObject): Json[] {
  return [...(Array.isArray(prefixItems) ? (prefixItems as readonly Json[]) : []), ...(items === undefined ? [] : [items])];
}

function besides(part: Part, schema: JsonObject): Part[] {
  const { $ref, allOf, anyOf, oneOf } = schema;
  const target = typeof $ref === 'string' ? resolveReference($ref, part.root) : undefined;
  const listed = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  const conditional = [schema.then, schema.else].filter((member) => member !== undefined);
  return [...(target ? [target] : []), ...[...listed, ...conditional].map((member) => within(part, member))];
}

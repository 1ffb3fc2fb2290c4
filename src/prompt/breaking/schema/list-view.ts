import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { type Conjunction, within } from './part.ts';

/** What several schemas together say of the lists that satisfy all of them. */
export interface ListView {
  readonly minItems: number;
  readonly maxItems: number;
  /** From this index on all items satisfy the same. */
  readonly prefixLength: number;
  readonly isUnique: boolean;
  /** What the item at an index satisfies when it is there. */
  item(index: number): Conjunction;
}

/** Reads lists off schemas that all hold. */
export function listView(atoms: Conjunction): ListView {
  const objects = atoms.flatMap((part) => (isJsonObject(part.schema) ? [{ part, schema: part.schema }] : []));
  const schemas = objects.map(({ schema }) => schema);
  return {
    minItems: Math.max(0, ...numbers(schemas, 'minItems'), ...schemas.map(leastMatching)),
    maxItems: Math.min(Infinity, ...numbers(schemas, 'maxItems')),
    prefixLength: Math.max(0, ...schemas.map((schema) => prefixOf(schema).length)),
    isUnique: schemas.some(({ uniqueItems }) => uniqueItems === true),
    item: (index) => objects.flatMap(({ part, schema }) => itemSchemas(index, schema).map((member) => within(part, member))),
  };
}

/** The numbers that schemas give to a keyword. */
export function numbers(schemas: readonly JsonObject[], keyword: string): number[] {
  return schemas.flatMap(({ [keyword]: value }) => (typeof value === 'number' ? [value] : []));
}

/** Items that must match are items. */
function leastMatching({ contains, minContains = 1 }: JsonObject): number {
  return contains !== undefined && typeof minContains === 'number' ? minContains : 0;
}

function prefixOf({ prefixItems }: JsonObject): readonly Json[] {
  return Array.isArray(prefixItems) ? (prefixItems as readonly Json[]) : [];
}

function itemSchemas(index: number, schema: JsonObject): Json[] {
  const prefix = prefixOf(schema);
  const member = index < prefix.length ? prefix[index] : schema.items;
  return member === undefined || Array.isArray(member) ? [] : [member];
}

import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';

/** One input, output or parameter of Prompty, in either version. */
export interface Property {
  readonly name: string;
  readonly kind: string | undefined;
  readonly value: JsonObject;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['text', 'string'],
  ['integer', 'integer'],
  ['int', 'integer'],
  ['float', 'number'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['bool', 'boolean'],
  ['array', 'array'],
  ['list', 'array'],
  ['object', 'object'],
  ['dict', 'object'],
]);

/** Properties written as a list with names, or as a mapping; a bare value is a default. */
export function propertiesOf(written: Json | undefined): Property[] {
  const entries: [string, Json][] = Array.isArray(written)
    ? (written as readonly Json[]).flatMap((item) => (isJsonObject(item) && typeof item.name === 'string' ? [[item.name, item]] : []))
    : isJsonObject(written)
      ? Object.entries(written)
      : [];
  return entries.map(([name, item]) => {
    const value = isJsonObject(item) ? item : { default: item };
    const kind = value.kind ?? value.type ?? (value.default === undefined ? undefined : inferred(value.default));
    return { name, kind: typeof kind === 'string' ? kind : undefined, value };
  });
}

/** A property as JSON Schema. */
export function propertySchema({ kind, value }: Property): JsonObject {
  const type = TYPES.get(kind ?? '');
  const { description, enumValues, items, properties } = value;
  const inner = propertiesOf(properties);
  return {
    ...(type !== undefined && { type }),
    ...(typeof description === 'string' && { description }),
    ...(Array.isArray(enumValues) && enumValues.length > 0 && { enum: enumValues }),
    ...(isJsonObject(items) && { items: propertySchema({ name: '', kind: kindOf(items), value: items }) }),
    ...(inner.length > 0 && { properties: Object.fromEntries(inner.map((property) => [property.name, propertySchema(property)])) }),
  };
}

/** Properties as the schema of one object. */
export function objectSchema(properties: readonly Property[], isClosed: boolean): JsonObject {
  const required = properties.filter(({ value }) => value.required === true).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties.map((property) => [property.name, propertySchema(property)])),
    ...(required.length > 0 && { required }),
    ...(isClosed && { additionalProperties: false }),
  };
}

function kindOf({ kind, type }: JsonObject): string | undefined {
  return typeof kind === 'string' ? kind : typeof type === 'string' ? type : undefined;
}

function inferred(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return value === null ? '' : typeof value;
}

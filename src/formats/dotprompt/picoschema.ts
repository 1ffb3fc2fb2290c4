import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';

/** Types that Picoschema knows by name; any other name is a schema that the program around defines. */
const SCALARS: ReadonlySet<string> = new Set(['any', 'boolean', 'integer', 'null', 'number', 'string']);
const TYPES: ReadonlySet<string> = new Set([...SCALARS, 'object', 'array']);

/** Deeper than any schema that people write. */
const MAX_DEPTH = 30;

/** A schema that cannot be read, and where. */
export class PicoschemaProblem extends Error {
  readonly path: readonly string[];
  constructor(message: string, path: readonly string[]) {
    super(message);
    this.path = path;
  }
}

/** Picoschema, Dotprompt's short form, as JSON Schema; JSON Schema stays as it is. @throws PicoschemaProblem */
export function picoschema(schema: Json): JsonObject {
  if (typeof schema === 'string') return named(schema, [], (type) => ({ type }));
  if (!isJsonObject(schema)) throw new PicoschemaProblem('A schema is a mapping or a type.', []);
  if (typeof schema.type === 'string' && TYPES.has(schema.type)) return schema;
  if (isJsonObject(schema.properties)) return { ...schema, type: 'object' };
  return short(schema, []);
}

function short(schema: Json, path: readonly string[]): JsonObject {
  if (path.length > MAX_DEPTH) throw new PicoschemaProblem(`The schema nests more than ${MAX_DEPTH} levels deep.`, path);
  if (typeof schema === 'string') return named(schema, path, (type): JsonObject => (type === 'any' ? {} : { type }));
  if (!isJsonObject(schema)) throw new PicoschemaProblem('Picoschema is made of mappings and types.', path);
  const properties: [string, JsonObject][] = [];
  const required: string[] = [];
  let additionalProperties: Json = false;
  for (const [key, value] of Object.entries(schema)) {
    const inner = [...path, key];
    if (key === '(*)') {
      additionalProperties = short(value, inner);
      continue;
    }
    const [start = '', info] = key.split('(');
    const isOptional = start.endsWith('?');
    const name = isOptional ? start.slice(0, -1) : start;
    if (!isOptional) required.push(name);
    properties.push([name, member(value, info, isOptional, inner)]);
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties,
  };
}

function member(value: Json, info: string | undefined, isOptional: boolean, path: readonly string[]): JsonObject {
  if (info === undefined || info === '') return orNull(short(value, path), isOptional);
  const [type, description] = described(info.slice(0, -1));
  const about = description === undefined ? {} : { description };
  switch (type) {
    case 'array':
      return { type: isOptional ? ['array', 'null'] : 'array', items: short(value, path), ...about };
    case 'object':
      return { ...orNull(short(value, path), isOptional), ...about };
    case 'enum': {
      const choices = Array.isArray(value) ? (value as readonly Json[]) : [];
      if (choices.length === 0) throw new PicoschemaProblem('An enum lists its values.', path);
      return { enum: isOptional && !choices.includes(null) ? [...choices, null] : choices, ...about };
    }
    default:
      throw new PicoschemaProblem(`\`(${type})\` is neither array, object nor enum.`, path);
  }
}

function orNull(schema: JsonObject, isOptional: boolean): JsonObject {
  return isOptional && typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema;
}

function named(text: string, path: readonly string[], schemaOf: (type: string) => JsonObject): JsonObject {
  const [type, description] = described(text);
  if (!SCALARS.has(type)) throw new PicoschemaProblem(`The schema \`${type}\` is defined by the program, not in the file.`, path);
  return { ...schemaOf(type), ...(description !== undefined && { description }) };
}

/** `string, the city` */
function described(text: string): [type: string, description: string | undefined] {
  const [, type, description] = /^(.*?), *(.*)$/.exec(text) ?? [];
  return type === undefined ? [text, undefined] : [type, description];
}

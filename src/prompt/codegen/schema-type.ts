import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { arrayType } from './array-type.ts';
import { hasOwnAddress, isEndless, localReference } from './local-reference.ts';
import { objectType } from './object-type.ts';
import { KINDS, type Kind, type Scope } from './scope.ts';
import { literalType, quoted } from './source-text.ts';
import { intersection, NEVER, type TypeText, type, UNKNOWN, union } from './type-text.ts';

/** The scope of a whole document. */
export function documentScope(parts: Pick<Scope, 'root' | 'prefix' | 'use' | 'indent' | 'isReadonly'>): Scope {
  return { ...parts, isElsewhere: false, kinds: KINDS, typeOf: schemaType };
}

/**
 * The type of a JSON Schema: every value that the schema accepts has it.
 *
 * What a type cannot say (patterns, bounds, `not`, `if`) makes it wider, never narrower, and so does what is
 * not understood: a program that compiles must not meet an answer that its types exclude.
 */
export function schemaType(schema: Json | undefined, scope: Scope): TypeText {
  if (schema === false) return NEVER;
  if (!isJsonObject(schema)) return UNKNOWN;
  const isElsewhere = scope.isElsewhere || (schema !== scope.root && hasOwnAddress(schema));
  const kinds = kindsOf(schema, scope.kinds);
  const here = { ...scope, kinds, isElsewhere };
  const alternatives = [schema.anyOf, schema.oneOf].flatMap((members) =>
    Array.isArray(members) ? [union(members.map((member) => schemaType(member, here)))] : [],
  );
  const all = Array.isArray(schema.allOf) ? schema.allOf.map((member) => schemaType(member, here)) : [];
  return intersection([ownType(schema, here), referencedType(schema.$ref, here), ...all, ...alternatives]);
}

/** What the schema says itself, without the schemas that it names. */
function ownType(schema: JsonObject, scope: Scope): TypeText {
  const { kinds } = scope;
  const choices = schema.const === undefined ? schema.enum : [schema.const];
  if (Array.isArray(choices))
    return union(choices.filter((choice) => kinds.includes(kindOf(choice))).map((choice) => type(literalType(choice))));
  const isPlain = kinds.length === KINDS.length && !saysSomethingOf(schema);
  if (isPlain) return UNKNOWN;
  return union(kinds.map((kind) => typeOfKind(kind, schema, scope)));
}

function typeOfKind(kind: Kind, schema: JsonObject, scope: Scope): TypeText {
  if (kind === 'array') return arrayType(schema, scope);
  return kind === 'object' ? objectType(schema, scope) : type(kind);
}

const OBJECT_AND_ARRAY_KEYWORDS = ['properties', 'required', 'additionalProperties', 'patternProperties', 'items', 'prefixItems'];

function saysSomethingOf(schema: JsonObject): boolean {
  return OBJECT_AND_ARRAY_KEYWORDS.some((keyword) => schema[keyword] !== undefined);
}

function referencedType(reference: Json | undefined, scope: Scope): TypeText {
  if (typeof reference !== 'string' || scope.isElsewhere) return UNKNOWN;
  const target = localReference(scope.root, reference);
  if (target === undefined) return UNKNOWN;
  if (typeof target.schema === 'boolean') return target.schema ? UNKNOWN : NEVER;
  if (scope.within !== undefined && isEndless(scope.root, target.pointer, scope.within)) return UNKNOWN;
  scope.use(target.pointer);
  return type(`Definitions[${quoted(scope.prefix + target.pointer)}]`);
}

/** What the value may be: by its own `type`, by those of all that it must also fit, and by what is known from around. */
function kindsOf(schema: JsonObject, known: readonly Kind[]): readonly Kind[] {
  const all = Array.isArray(schema.allOf) ? schema.allOf.filter(isJsonObject) : [];
  return all.reduce<readonly Kind[]>((kinds, member) => kindsOf(member, kinds), declaredKinds(schema, known));
}

function declaredKinds({ type: declared, nullable }: JsonObject, known: readonly Kind[]): readonly Kind[] {
  if (declared === undefined) return known;
  const names = [declared].flat().map((name) => (name === 'integer' ? 'number' : name));
  return known.filter((kind) => names.includes(kind) || (kind === 'null' && nullable === true));
}

function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as Kind);
}

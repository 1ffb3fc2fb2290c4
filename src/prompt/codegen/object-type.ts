import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { inside, type Scope } from './scope.ts';
import { docComment, keyText } from './source-text.ts';
import { NEVER, type TypeText, type, UNKNOWN, union } from './type-text.ts';

/** One key of an object type. */
export interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: TypeText;
  readonly comment: string;
}

/** The type of objects: the keys that are named, and what any other key may hold. */
export function objectType(schema: JsonObject, scope: Scope): TypeText {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  const others = otherKeys(schema, scope);
  const unnamed = [...required].filter((name) => !Object.hasOwn(properties, name));
  const members: Member[] = [
    ...Object.entries(properties).map(([name, property]) => ({
      name,
      isOptional: !required.has(name),
      type: scope.typeOf(property, inside(scope, true)),
      comment: commentOf(property),
    })),
    ...unnamed.map((name) => ({ name, isOptional: false, type: others, comment: '' })),
  ];
  return type(membersText(members, others, scope));
}

/** What a key may hold that is not named. */
function otherKeys({ additionalProperties, patternProperties }: JsonObject, scope: Scope): TypeText {
  const patterns = isJsonObject(patternProperties) ? Object.values(patternProperties) : [];
  return union([additionalProperties, ...patterns].map((schema) => scope.typeOf(schema, inside(scope, true))));
}

/** Writes an object type; `others` is what keys may hold that are no member. */
export function membersText(
  members: readonly Member[],
  others: TypeText,
  { indent, isReadonly }: Pick<Scope, 'indent' | 'isReadonly'>,
): string {
  const readonly = isReadonly ? 'readonly ' : '';
  if (members.length === 0) return `{ ${readonly}[key: string]: ${others.text} }`;
  const inner = `${indent}  `;
  const lines = members.map(
    ({ name, isOptional, type: { text }, comment }) =>
      `${docComment(comment, inner)}${inner}${readonly}${keyText(name)}${isOptional ? '?' : ''}: ${text};`,
  );
  const index = indexType(members, others);
  if (index !== undefined) lines.push(`${inner}${readonly}[key: string]: ${index.text};`);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** TypeScript counts the named keys among all keys, so what all may hold is the union. */
function indexType(members: readonly Member[], others: TypeText): TypeText | undefined {
  if (others.text === NEVER.text) return undefined;
  if (others.text === UNKNOWN.text) return others;
  const missing = members.some(({ isOptional }) => isOptional) ? [type('undefined')] : [];
  return union([others, ...members.map((member) => member.type), ...missing]);
}

/** What a schema says for people. */
export function commentOf(schema: Json | undefined): string {
  if (!isJsonObject(schema)) return '';
  const said = [schema.title, schema.description].filter((text) => typeof text === 'string');
  return [...new Set(said)].join('\n\n');
}

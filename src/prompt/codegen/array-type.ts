import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { inside, type Scope } from './scope.ts';
import { type TypeText, type } from './type-text.ts';

/** The type of lists: a tuple where the schema tells items apart by their place (`prefixItems`, or before 2020 a list of `items`). */
export function arrayType(schema: JsonObject, scope: Scope): TypeText {
  const { prefix, rest } = itemsOf(schema);
  const readonly = scope.isReadonly ? 'readonly ' : '';
  const restText = scope.typeOf(rest, inside(scope)).text;
  if (prefix.length === 0) return type(`${scope.isReadonly ? 'ReadonlyArray' : 'Array'}<${restText}>`);
  const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
  const items = prefix.map((item, index) => {
    const { text } = scope.typeOf(item, inside(scope));
    if (index < least) return text;
    // Behind the last of several types the mark would belong to that one.
    return /^\w+$/.test(text) ? `${text}?` : `(${text})?`;
  });
  if (rest !== false) items.push(`...Array<${restText}>`);
  return type(`${readonly}[${items.join(', ')}]`);
}

function itemsOf({ items, prefixItems, additionalItems }: JsonObject): { prefix: readonly Json[]; rest: Json | undefined } {
  if (Array.isArray(prefixItems)) return { prefix: prefixItems, rest: items };
  return Array.isArray(items) ? { prefix: items, rest: additionalItems } : { prefix: [], rest: items };
}

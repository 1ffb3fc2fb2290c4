import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { present } from '../../prompt/render/provider/request-members.ts';

/** An input, output or parameter as version 2 lists it, from its JSON Schema; what has no place there is left out. */
export function writtenProperty(name: string, schema: Json): JsonObject {
  return present({ name, ...kindOf(schema) });
}

function kindOf(schema: Json): JsonObject {
  if (!isJsonObject(schema)) return {};
  const { type, description, enum: enumValues, items, properties } = schema;
  return present({
    kind: type === 'number' ? 'float' : typeof type === 'string' ? type : undefined,
    description: typeof description === 'string' ? description : undefined,
    enumValues,
    items: items === undefined ? undefined : kindOf(items),
    properties: isJsonObject(properties) ? Object.entries(properties).map(([name, value]) => writtenProperty(name, value)) : undefined,
  });
}

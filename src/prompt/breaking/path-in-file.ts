import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../document/yaml/locate.ts';

/**
 * The path at which a file writes what stands at a path of a prompt: the schema may stand alone, in JSON,
 * or under LangWatch's `response_format`.
 */
export function pathInFile(file: Json | undefined, path: ValuePath): ValuePath {
  const [key, ...rest] = path;
  if (!isJsonObject(file) || (key !== 'jsonSchema' && key !== 'responseFormat')) return path;
  const foreign = file.response_format;
  if (key === 'responseFormat') return file.responseFormat === undefined && foreign !== undefined ? ['response_format', ...rest] : path;
  const isForeign = file.jsonSchema === undefined && isJsonObject(foreign);
  const { start, written } = isForeign ? foreignSchema(foreign) : { start: ['jsonSchema'], written: file.jsonSchema };
  const isBare = isJsonObject(written) && !isJsonObject(written.schema);
  return [...start, ...(isBare && rest[0] === 'schema' ? rest.slice(1) : rest)];
}

/** OpenAI's wrapper with the schema inside, or LangWatch's own form, which is the schema in its envelope. */
function foreignSchema(format: JsonObject): { readonly start: ValuePath; readonly written: Json | undefined } {
  if (format.type === undefined) return { start: ['response_format'], written: format };
  return { start: ['response_format', 'json_schema'], written: format.json_schema };
}

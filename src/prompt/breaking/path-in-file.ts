import { isJsonObject, type Json } from '../../base/canonical-json.ts';
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
  const start = isForeign ? ['response_format', 'json_schema'] : ['jsonSchema'];
  const written = isForeign ? foreign.json_schema : file.jsonSchema;
  const isBare = isJsonObject(written) && !isJsonObject(written.schema);
  return [...start, ...(isBare && rest[0] === 'schema' ? rest.slice(1) : rest)];
}

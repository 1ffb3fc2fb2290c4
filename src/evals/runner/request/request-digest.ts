import { type Digest, digestOf } from '../../../base/digest.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { encodeOrderedSchema, mapToolParameters } from '../../../prompt/digest/schema-encoding.ts';
import type { ModelRequest } from '../model.ts';
import { withoutAttachedBytes } from './attached-bytes.ts';

/**
 * Names a request by what the model would see: equal requests may share an answer.
 *
 * The digest of `{v: 1, kind: "request", model, messages, parameters, responseFormat?, schema?, tools?, toolChoice?, source?}`
 * where schema and tools stand as digests of their own, in which the order of schema fields counts, and the bytes of
 * attachments as theirs.
 */
export function requestDigest(request: ModelRequest): Digest {
  const { model, messages, parameters, responseFormat, schema, tools, toolChoice, source } = request;
  return digestOf({
    v: 1,
    kind: 'request',
    model,
    messages: withoutAttachedBytes(messages),
    parameters: parameters as unknown as Json,
    ...(responseFormat === undefined ? {} : { responseFormat }),
    ...(schema === undefined ? {} : { schema: partDigest(schema, () => ({ ...schema, schema: encodeOrderedSchema(schema.schema) })) }),
    ...(tools.length === 0 ? {} : { tools: partDigest(tools, () => tools.map(encodeTool)) }),
    ...(toolChoice === undefined ? {} : { toolChoice }),
    ...(source === undefined ? {} : { source: { ...source } }),
  });
}

/** Schemas and tools are the same object for all cases of a run, and larger than the messages: hashed once. */
const partDigests = new WeakMap<object, Digest>();

function partDigest(part: object, content: () => Json): Digest {
  const known = partDigests.get(part);
  if (known !== undefined) return known;
  const digest = digestOf(content());
  partDigests.set(part, digest);
  return digest;
}

function encodeTool(tool: JsonObject): JsonObject {
  return mapToolParameters(tool, encodeOrderedSchema);
}

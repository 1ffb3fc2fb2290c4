import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { OutputSchema, PromptContent } from '../../prompt.ts';
import { OUTPUT_SCHEMA } from '../../schema/file-shapes.generated.ts';
import { misfitsOf } from '../../schema/shape/misfits.ts';
import type { Findings } from '../findings.ts';
import { readJson } from '../safe-json.ts';
import { addSchemaFindings } from '../schema-findings.ts';
import type { ValuePath } from '../yaml/locate.ts';

/** The form of the answer that a file asks for. */
export type Output = Pick<PromptContent, 'responseFormat' | 'schema'>;

/** Reads `responseFormat` with `jsonSchema`, or LangWatch's `response_format`, which holds both. */
export function readOutput(findings: Findings, file: JsonObject): Output {
  if (file.response_format !== undefined && file.responseFormat !== undefined) {
    findings.addToKey(['response_format'], {
      rule: 'response-format-twice',
      message: 'response_format and responseFormat are two spellings of one key.',
      hint: 'Keep responseFormat.',
    });
  }
  const { format, schema, path } = formatAndSchema(file);
  if (format === 'json_schema' && schema === undefined) {
    findings.add(file.responseFormat === undefined ? ['response_format'] : ['responseFormat'], {
      rule: 'schema-missing',
      message: 'The response format is json_schema, but there is no schema.',
      hint: 'Add `jsonSchema` with the schema of the answer.',
    });
  }
  if (format !== 'json_schema' && schema !== undefined) {
    findings.addToKey(path, {
      rule: 'schema-unused',
      severity: 'warning',
      message: 'The schema has no effect: the response format is not json_schema.',
      hint: 'Add `responseFormat: json_schema`.',
    });
  }
  const envelope = schema === undefined ? undefined : readEnvelope(findings, schema, path);
  return {
    ...(typeof format === 'string' && { responseFormat: format as NonNullable<Output['responseFormat']> }),
    ...(envelope !== undefined && { schema: envelope }),
  };
}

function formatAndSchema(file: JsonObject): { format: Json | undefined; schema: Json | undefined; path: ValuePath } {
  const foreign = file.response_format;
  if (isJsonObject(foreign) && foreign.type === undefined) {
    // LangWatch's own form: the envelope alone, which says by itself that the answer is JSON.
    return { format: file.responseFormat ?? 'json_schema', schema: foreign, path: ['response_format'] };
  }
  if (isJsonObject(foreign) && file.jsonSchema === undefined) {
    return { format: file.responseFormat ?? foreign.type, schema: foreign.json_schema, path: ['response_format', 'json_schema'] };
  }
  const format = file.responseFormat ?? (isJsonObject(foreign) ? foreign.type : foreign);
  return { format, schema: file.jsonSchema, path: ['jsonSchema'] };
}

/** Reads a schema written as a mapping or as JSON in a text, in its envelope or alone. */
function readEnvelope(findings: Findings, written: Json, path: ValuePath): OutputSchema | undefined {
  const value = typeof written === 'string' ? parseWritten(findings, written, path) : written;
  if (value === undefined) return undefined;
  const envelope = isJsonObject(value) && !isJsonObject(value.schema) && looksLikeSchema(value) ? { schema: value } : value;
  const said = withoutNulls(envelope);
  const misfits = misfitsOf(OUTPUT_SCHEMA, said);
  if (misfits.length > 0) {
    // Inside a JSON text the YAML has no places; the text itself is the place.
    const pathInFile = (inner: ValuePath) => (typeof written === 'string' ? path : [...path, ...inner]);
    addSchemaFindings(findings, misfits, { value: envelope, pathInFile });
    return undefined;
  }
  const { name, description, strict, schema } = said as unknown as OutputSchema;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(strict !== undefined && { strict }),
    schema,
  };
}

function parseWritten(findings: Findings, written: string, path: ValuePath): Json | undefined {
  const reading = readJson(written);
  if ('value' in reading) return reading.value;
  const before = written.slice(0, reading.offset);
  const line = before.split('\n').length;
  const said = {
    rule: 'schema-not-json',
    message: `${reading.problem}: the schema is not JSON.`,
    hint: 'Mend the JSON, or write the schema as a mapping.',
  };
  findings.add(path, said, { line, column: reading.offset - before.lastIndexOf('\n') });
  return undefined;
}

const SCHEMA_KEYWORDS = ['type', 'properties', '$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const', 'items', '$schema'];

function looksLikeSchema(value: JsonObject): boolean {
  return SCHEMA_KEYWORDS.some((keyword) => Object.hasOwn(value, keyword));
}

function withoutNulls(envelope: Json): Json {
  if (!isJsonObject(envelope)) return envelope;
  return Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== null));
}

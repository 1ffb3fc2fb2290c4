import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { Failure } from '../../../base/failure.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { linearRegex } from '../../../base/text/linear-regex.ts';

/** Says why a value does not fit a schema; undefined when it does. */
export type SchemaCheck = (value: Json) => string | undefined;

/** Patterns of a schema meet text that a model wrote, so they are matched in linear time too. */
const linear = Object.assign(
  // ajv shares compiled patterns by their text.
  (pattern: string) => ({ ...linearRegex(pattern), toString: () => pattern }),
  { code: 'linearRegex' },
);

/**
 * Compiles a JSON Schema (draft 2020-12). Done once per schema: compiling costs far more than checking.
 *
 * @throws Failure `suite-invalid` when the schema itself is broken.
 */
export function compileJsonSchema(schema: JsonObject): SchemaCheck {
  // Unknown keywords and formats are what providers add to JSON Schema; they constrain nothing here.
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false, code: { regExp: linear } });
  ajvFormats.default(ajv);
  try {
    const validate = ajv.compile<Json>(schema);
    return (value) => (validate(value) ? undefined : describe(validate.errors?.[0]));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('suite-invalid', `The JSON Schema cannot be compiled: ${(error as Error).message}.`, { cause: error });
  }
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'no reason given';
  const { additionalProperty, allowedValues } = error.params as { additionalProperty?: string; allowedValues?: readonly Json[] };
  const where = error.instancePath === '' ? 'the answer' : error.instancePath;
  const detail = additionalProperty === undefined ? '' : ` ("${additionalProperty}")`;
  const choices = allowedValues === undefined ? '' : `: ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
  return `${where} ${error.message ?? error.keyword}${detail}${choices}`;
}

import { Failure } from '../../../base/failure.ts';
import { canonicalJson, isJsonObject } from '../../../base/json/canonical-json.ts';
import type { InputSpec, OutputSchema, PromptContent } from '../../../prompt/prompt.ts';
import type { LangwatchConfig, LangwatchInput, LangwatchOutput, LangwatchResponseFormat } from './langwatch-config.ts';

/** What LangWatch's command line sends for every prompt, whatever its texts use: it declares nothing. */
const NO_INPUTS: readonly LangwatchInput[] = [{ identifier: 'input', type: 'str' }];
const PLAIN_OUTPUT: readonly LangwatchOutput[] = [{ identifier: 'output', type: 'str' }];

const ITEMS = { string: 'list[str]', number: 'list[float]', integer: 'list[int]', boolean: 'list[bool]' } as const;
const TYPES = { string: 'str', number: 'float', integer: 'float', boolean: 'bool', object: 'dict' } as const;

/** Declared variables in LangWatch's words, where it has one for each. */
export function langwatchInputs({ inputs = {} }: PromptContent): readonly LangwatchInput[] {
  const named = Object.entries(inputs).map(([identifier, spec]): LangwatchInput => ({ identifier, type: typeOf(spec) ?? 'str' }));
  return named.length === 0 ? NO_INPUTS : named;
}

/** The variables whose declaration LangWatch cannot repeat in full. */
export function inexactInputs({ inputs = {} }: PromptContent): string[] {
  return Object.keys(inputs).filter((name) => {
    const { description: _, ...spec } = inputs[name] as InputSpec;
    const type = typeOf(spec);
    return type === undefined || canonicalJson(specOf(type) as never) !== canonicalJson(spec as never);
  });
}

/** The declarations after an edit: what still says what it said keeps all that it says here. */
export function editedInputs({ inputs }: Pick<PromptContent, 'inputs'>, given: LangwatchConfig['inputs']): PromptContent['inputs'] {
  if (given === undefined || given.length === 0 || canonicalJson(given as never) === canonicalJson(NO_INPUTS as never)) return inputs;
  const names = new Set<string>();
  const entries = given.map(({ identifier, type }): [string, InputSpec] => {
    if (names.has(identifier)) throw unsayable(`The input "${identifier}" is there twice.`);
    names.add(identifier);
    if (type === 'image') throw unsayable(`The input "${identifier}" is an image; a prompt holds texts only.`);
    const known = inputs !== undefined && Object.hasOwn(inputs, identifier) ? inputs[identifier] : undefined;
    return [identifier, known !== undefined && typeOf(known) === type ? known : specOf(type)];
  });
  return Object.fromEntries(entries);
}

export function langwatchOutputs({ schema }: PromptContent): readonly LangwatchOutput[] {
  if (schema === undefined) return PLAIN_OUTPUT;
  return [{ identifier: nameOf(schema), type: 'json_schema', json_schema: schema.schema }];
}

export function langwatchResponseFormat({ schema }: PromptContent): LangwatchResponseFormat | undefined {
  return schema && { type: 'json_schema', json_schema: { name: nameOf(schema), schema: schema.schema } };
}

/**
 * The answer's form after an edit.
 *
 * One text as output is what clients send that know no more, so it changes nothing.
 */
export function editedSchema({ schema }: Pick<PromptContent, 'schema'>, config: LangwatchConfig): OutputSchema | undefined {
  const given = [schemaOfOutputs(config.outputs), config.responseFormat?.json_schema ?? undefined].filter((one) => one !== undefined);
  const [first, second] = given;
  if (first === undefined) return schema;
  if (second !== undefined && canonicalJson(first.schema) !== canonicalJson(second.schema)) {
    throw unsayable('`outputs` and the response format ask for answers of different forms.');
  }
  const isKnown = schema && nameOf(schema) === first.name && JSON.stringify(schema.schema) === JSON.stringify(first.schema);
  return isKnown ? schema : { name: first.name, schema: first.schema };
}

function schemaOfOutputs(outputs: LangwatchConfig['outputs'] = []): (OutputSchema & { name: string }) | undefined {
  const [output, ...others] = outputs;
  if (output === undefined) return undefined;
  if (others.length > 0) throw unsayable('A prompt has one output: a text, or JSON of one schema.');
  const { identifier, type, json_schema: schema } = output;
  if (type === 'json_schema' && schema !== undefined) return { name: identifier, schema };
  if (type === 'str' && identifier === 'output') return undefined;
  throw unsayable(`An output "${identifier}" of type ${type} has no counterpart here: a prompt answers with a text or JSON of a schema.`);
}

/** LangWatch wants a name where providers do not. */
function nameOf({ name = 'output' }: OutputSchema): string {
  return name;
}

function typeOf({ type, items }: InputSpec): LangwatchInput['type'] | undefined {
  if (type === 'array') {
    const of = isJsonObject(items) && typeof items.type === 'string' ? items.type : undefined;
    return of !== undefined && Object.hasOwn(ITEMS, of) ? ITEMS[of as keyof typeof ITEMS] : undefined;
  }
  return typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type as keyof typeof TYPES] : undefined;
}

function specOf(type: LangwatchInput['type']): InputSpec {
  const item = Object.entries(ITEMS).find(([, name]) => name === type)?.[0];
  if (item !== undefined) return { type: 'array', items: { type: item } };
  return { type: Object.entries(TYPES).find(([, name]) => name === type)?.[0] ?? 'string' };
}

/** Something that one side says and the other has no words for. */
export function unsayable(message: string): Failure {
  return new Failure('langwatch-unsayable', message);
}

import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { SPELLINGS } from '../parameter-names.ts';

/** What a config says of the request, in our words. */
export interface LangfuseConfig {
  readonly model?: Json;
  readonly modelParameters?: JsonObject;
  readonly responseFormat?: Json;
  readonly jsonSchema?: Json;
  readonly tools?: Json;
  readonly toolChoice?: Json;
  /** Whatever else stands there is the application's. */
  readonly parameters?: JsonObject;
}

/** Reads the config of a prompt, which is free JSON: what is called and shaped like a parameter is one, the rest stays the application's. */
export function readConfig(config: JsonObject): LangfuseConfig {
  const left = new Map(Object.entries(config));
  const take = (key: string, isFit: (value: Json) => boolean): Json | undefined => {
    const value = left.get(key);
    if (value === undefined || !isFit(value)) return undefined;
    left.delete(key);
    return value;
  };
  const model = take('model', isText);
  const parameters = present(
    Object.fromEntries(
      Object.entries(SPELLINGS).map(([ours, names]) => {
        const name = names.find((one) => isParameter(ours, left.get(one)));
        return [ours, name && take(name, () => true)];
      }),
    ),
  );
  const format = take('response_format', isFormat);
  const tools = take('tools', (value) => Array.isArray(value) && value.length > 0 && value.every((tool: Json) => isJsonObject(tool)));
  const toolChoice = take('tool_choice', (value) => isJsonObject(value) || ['auto', 'none', 'required'].includes(value as string));
  const rest = Object.fromEntries(left);
  return present({
    model,
    modelParameters: filled(parameters),
    responseFormat: isJsonObject(format) ? format.type : undefined,
    jsonSchema: isJsonObject(format) ? format.json_schema : undefined,
    tools,
    toolChoice,
    parameters: filled(rest),
  });
}

function isParameter(name: string, value: Json | undefined): boolean {
  if (name === 'reasoningEffort') return isText(value);
  if (name === 'stop') return isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText));
  return typeof value === 'number';
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

/** OpenAI's shape, with nothing in it that would be lost. */
function isFormat(value: Json): boolean {
  if (!isJsonObject(value) || Object.keys(value).some((key) => key !== 'type' && key !== 'json_schema')) return false;
  if (value.type === 'json_schema') return isJsonObject(value.json_schema) && isJsonObject(value.json_schema.schema);
  return (value.type === 'text' || value.type === 'json_object') && value.json_schema === undefined;
}

function filled(value: JsonObject): JsonObject | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

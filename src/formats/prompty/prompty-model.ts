import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { type ForeignDocument, membersOf } from '../foreign-document.ts';
import { modelParameters } from '../reading/parameters.ts';

/** What `model` says, in the keys of a prompt file; version 1 keeps the tools there too. */
interface PromptyModel {
  readonly settings: JsonObject;
  readonly tools: readonly JsonObject[];
}

const NO_CONNECTION = 'A prompt holds no addresses, accounts or keys: the config of the project does.';

/** Reads `model` of either version: a name, a configuration with parameters, or an id with options. */
export function modelOf(document: ForeignDocument, model: Json | undefined): PromptyModel {
  if (typeof model === 'string') return { settings: { model }, tools: [] };
  if (!isJsonObject(model)) return { settings: {}, tools: [] };
  const members = membersOf(document, ['model'], model);
  const name = nameOf(document, members.take('id'), members.take('provider'), members.take('configuration'));
  const [connection, api] = [members.take('connection'), members.take('apiType') ?? members.take('api')];
  if (isJsonObject(connection)) for (const key of Object.keys(connection)) document.drop(['model', 'connection', key], NO_CONNECTION);
  if (api !== undefined && api !== 'chat')
    document.change(['model', 'apiType'], `Prompts are sent as chats here, not as \`${String(api)}\`.`);
  const [written, key] = [members.take('options') ?? members.take('parameters'), model.options === undefined ? 'parameters' : 'options'];
  const { response_format, tools, additionalProperties, ...rest } = isJsonObject(written) ? written : {};
  members.dropRest('Nothing here corresponds to it.');
  const options = { ...rest, ...(isJsonObject(additionalProperties) && additionalProperties) };
  const parameters = modelParameters(document, ['model', key], options);
  const settings = {
    ...(name !== undefined && { model: name }),
    ...(Object.keys(parameters).length > 0 && { modelParameters: parameters }),
    ...formatOf(response_format),
  };
  return { settings, tools: (Array.isArray(tools) ? (tools as readonly Json[]) : []).filter(isJsonObject) };
}

function nameOf(
  document: ForeignDocument,
  id: Json | undefined,
  provider: Json | undefined,
  configuration: Json | undefined,
): string | undefined {
  if (typeof id === 'string') return typeof provider === 'string' ? `${provider}/${id}` : id;
  if (!isJsonObject(configuration)) return undefined;
  const own = membersOf(document, ['model', 'configuration'], configuration);
  const type = own.take('type');
  const deployment = own.take('azure_deployment');
  const name = own.take('name') ?? own.take('model');
  own.dropRest(NO_CONNECTION);
  if (typeof deployment === 'string') {
    document.change(
      ['model', 'configuration', 'azure_deployment'],
      'A deployment stands for a model; here its name is the name of the model.',
    );
    return `azure/${deployment}`;
  }
  return typeof name === 'string' ? `${type === 'azure_openai' ? 'azure' : (type ?? 'openai')}/${name}` : undefined;
}

function formatOf(format: Json | undefined): JsonObject {
  if (!isJsonObject(format)) return {};
  if (format.type === 'json_schema' && isJsonObject(format.json_schema))
    return { responseFormat: 'json_schema', jsonSchema: format.json_schema };
  return format.type === 'json_object' ? { responseFormat: 'json_object' } : {};
}

import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { Message, Prompt } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { plainMessages, refuseExport, requireSome } from '../exported-texts.ts';
import type { Export, ExportedPrompt } from '../foreign-format.ts';
import { jsonText } from '../json-text.ts';
import { flatParameters, REQUEST_NAMES } from '../parameter-names.ts';
import { firstOtherTag } from '../plain-texts.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readLangfuse } from './read-langfuse.ts';

const FORMAT = 'Langfuse';

const REASONS: Reasons = {
  messages: 'A message is a role and a text there, and nothing more.',
  template: 'The texts of Langfuse are read as `simple`.',
  inputs: 'The format declares no variables: their names stay, types and defaults do not.',
  parameters: 'In the config they stand beside the parameters of the model.',
  'modelParameters.extra': "It stands in the config, where it is read as the application's own.",
};

/** Writes chat prompts as the API of Langfuse takes them. */
export function writeLangfuse(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const file = { path: `${exported.prompt.id}.json`, text: jsonText(entryOf(exported)) };
    return { file, losses: writtenLosses(exported, file, readLangfuse, REASONS) };
  });
  return { files: written.map(({ file }) => file), losses: written.flatMap(({ losses }) => losses) };
}

function entryOf(exported: ExportedPrompt): JsonObject {
  const { prompt } = exported;
  const messages = plainMessages(exported, FORMAT);
  for (const [index, { content = '' }] of messages.entries()) requireNoTag(content, exported, index);
  const config = configOf(prompt);
  return present({
    name: prompt.id,
    type: 'chat',
    prompt: requireSome(messages.flatMap(entryMessage), exported, FORMAT),
    config: Object.keys(config).length === 0 ? undefined : config,
    tags: prompt.about.tags.length === 0 ? undefined : prompt.about.tags,
  });
}

function entryMessage({ role, name = '', content }: Message): JsonObject[] {
  if (role === 'placeholder') return [{ type: 'placeholder', name }];
  return content === undefined ? [] : [{ role, content }];
}

/** Braces that are text here would be a tag of mustache there. */
function requireNoTag(text: string, exported: ExportedPrompt, index: number): void {
  const at = firstOtherTag(text, /\{\{/);
  if (at !== undefined) refuseExport(exported, index, text, at, `\`${text.slice(at, at + 20)}\` is text here, and a tag in ${FORMAT}.`);
}

function configOf({ model, parameters, responseFormat, schema, tools, toolChoice, appParameters }: Prompt): JsonObject {
  return present({
    ...appParameters,
    ...flatParameters(parameters, REQUEST_NAMES),
    model,
    response_format: responseFormat && present({ type: responseFormat, json_schema: schema && (present({ ...schema }) as JsonObject) }),
    tools: tools.length === 0 ? undefined : tools,
    tool_choice: toolChoice,
  });
}

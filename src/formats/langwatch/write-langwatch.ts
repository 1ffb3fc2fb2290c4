import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { writePromptFile } from '../../prompt/document/write-prompt.ts';
import type { Message, OutputSchema, Prompt } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { literalInLiquid, messagesWithPartials, requireSome } from '../exported-texts.ts';
import type { Export, ExportedPrompt } from '../foreign-format.ts';
import { jsonText } from '../json-text.ts';
import { flatParameters } from '../parameter-names.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readLangwatchPrompt } from './read-langwatch-prompt.ts';

const FORMAT = 'LangWatch';

const REASONS: Reasons = {
  messages: 'What would be a tag in Liquid is escaped; a developer speaks as the system, and only the text is kept.',
  template: 'The texts of LangWatch are Liquid: what would be a tag there is escaped.',
  inputs: 'The format declares no variables: their names stay, types and defaults do not.',
};

/** Writes prompt files of the LangWatch command line, and the `prompts.json` that names them. */
export function writeLangwatch(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const file = { path: `prompts/${exported.prompt.id}.prompt.yaml`, text: writePromptFile(fileOf(exported)) };
    return { file, losses: writtenLosses(exported, file, readLangwatchPrompt, REASONS) };
  });
  const names = Object.fromEntries(prompts.map(({ prompt }, index) => [prompt.id, `file:${written[index]?.file.path}`]));
  return {
    files: written.map(({ file }) => file),
    beside: [{ path: 'prompts.json', text: jsonText({ prompts: names }) }],
    losses: written.flatMap(({ losses }) => losses),
  };
}

function fileOf(exported: ExportedPrompt): JsonObject {
  const { prompt, path } = exported;
  if (prompt.model === undefined) {
    throw new Failure('export-refused', `${path} names no model, which ${FORMAT} requires.`, { hint: 'Add `model` to the prompt.' });
  }
  const messages = messagesWithPartials(exported).flatMap((message) => spoken(message, prompt));
  return present({
    model: prompt.model,
    // What LangWatch itself sends it calls as OpenAI does.
    modelParameters: flatParameters(prompt.parameters, { maxTokens: 'max_tokens' }),
    response_format: responseFormatOf(prompt),
    parameters: prompt.appParameters,
    messages: requireSome(messages, exported, FORMAT),
  });
}

function responseFormatOf({ responseFormat, schema }: Prompt): JsonObject | undefined {
  if (responseFormat === undefined || responseFormat === 'text') return undefined;
  return present({ type: responseFormat, json_schema: schema && schemaOf(schema) });
}

function schemaOf({ name, description, strict, schema }: OutputSchema): JsonObject {
  return present({ name, description, strict, schema });
}

/** The three roles that there are; a developer speaks as the system. Without a text there is no message. */
function spoken({ role, content }: Message, { template }: Prompt): JsonObject[] {
  if (content === undefined || role === 'tool' || role === 'placeholder') return [];
  return [{ role: role === 'developer' ? 'system' : role, content: literalInLiquid(content, template) }];
}

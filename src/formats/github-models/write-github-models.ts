import type { JsonObject } from '../../base/json/canonical-json.ts';
import { promptFileValue } from '../../prompt/document/prompt-file-value.ts';
import { writePromptFile } from '../../prompt/document/write-prompt.ts';
import type { Message, OutputSchema } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { plainMessages, requireSome } from '../exported-texts.ts';
import { openDocument } from '../foreign-document.ts';
import type { Export, ExportedPrompt, ForeignFile } from '../foreign-format.ts';
import { flatParameters } from '../parameter-names.ts';
import { plainVariablesIn } from '../plain-texts.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readPromptFile } from './read-prompt-file.ts';

const FORMAT = 'GitHub Models';

const REASONS: Reasons = {
  messages: 'Its variables are written `{{name}}`, which is what the tools of GitHub replace; a developer speaks as the system.',
  template: 'The format does not say it: read again, its texts are Liquid unless Liquid would see more in them than `{{name}}`.',
  inputs: 'The format declares no variables: their names stay, types and defaults do not.',
  jsonSchema: 'GitHub Models asks for a schema with a name.',
};

/** Writes prompt files with the keys of the public schema and no others. */
export function writeGithubModels(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const file = { path: `${exported.prompt.id}.prompt.yml`, text: writePromptFile(fileOf(exported)) };
    return { file, losses: writtenLosses(exported, file, readBack, REASONS) };
  });
  return { files: written.map(({ file }) => file), losses: written.flatMap(({ losses }) => losses) };
}

function readBack(file: ForeignFile) {
  return { prompts: [readPromptFile(openDocument(file), file)], partials: [], suites: [], losses: [] };
}

function fileOf(exported: ExportedPrompt): JsonObject {
  const { prompt } = exported;
  const { name, description, model, responseFormat, testData, evaluators } = promptFileValue(prompt);
  return present({
    name,
    description,
    model,
    modelParameters: flatParameters(prompt.parameters),
    responseFormat,
    jsonSchema: prompt.schema && schemaText(prompt.schema),
    messages: requireSome(plainMessages(exported, FORMAT).flatMap(spoken), exported, FORMAT),
    testData,
    evaluators,
  });
}

/** The three roles that there are; a developer speaks as the system. Without a text there is no message. */
function spoken({ role, content }: Message): JsonObject[] {
  if (content === undefined || role === 'tool' || role === 'placeholder') return [];
  return [{ role: role === 'developer' ? 'system' : role, content: tightVariables(content) }];
}

/** `{{name}}`, which the tools of GitHub replace; `{{ name }}` stays as it is there. */
function tightVariables(text: string): string {
  let tight = '';
  let from = 0;
  for (const { name, start, end } of plainVariablesIn(text)) {
    tight += `${text.slice(from, start)}{{${name}}}`;
    from = end;
  }
  return tight + text.slice(from);
}

function schemaText({ name = 'answer', description, strict, schema }: OutputSchema): string {
  return JSON.stringify(present({ name, description, strict, schema }), null, 2);
}

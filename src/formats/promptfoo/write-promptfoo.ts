import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import { writeYamlFile } from '../../prompt/document/write/write-yaml.ts';
import type { Message, Prompt } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { messagesWithPartials, requireSome } from '../exported-texts.ts';
import type { Export, ExportedPrompt, Loss } from '../foreign-format.ts';
import { flatParameters, REQUEST_NAMES } from '../parameter-names.ts';
import { readLiquid } from '../template/liquid/read-liquid.ts';
import { writeJinja } from '../template/to-jinja/write-jinja.ts';
import { certainInputs, ownText } from '../writing/own-text.ts';
import { readBack } from '../writing/read-back.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readPromptfoo } from './read-promptfoo.ts';
import { type WrittenTests, writtenTests } from './written-tests.ts';

const FORMAT = 'promptfoo';

const REASONS: Reasons = {
  messages: 'Written in Nunjucks, it prints the same; read again it says so in other words. A message is a role and a text there.',
  inputs: 'The format declares no variables: the names that texts and tests use stay, types and defaults do not.',
  template: 'Its texts are Nunjucks there, and come back as Liquid.',
  responseFormat: 'It stands in the config of the provider, which an import leaves out.',
  jsonSchema: 'It stands in the config of the provider, which an import leaves out.',
  tools: 'They stand in the config of the provider, which an import leaves out.',
  'modelParameters.extra': 'It stands in the config of the provider, of which an import keeps the parameters of the model.',
};

/** Writes a config for each prompt: its messages, its model, and its test data with the evaluators as assertions. */
export function writePromptfoo(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const tests = writtenTests(exported);
    const file = { path: `${exported.prompt.id}/promptfooconfig.yaml`, text: writeYamlFile(configOf(exported, tests)) };
    // Tests come back as a suite; what is lost of them was said while they were written.
    const compared = { ...exported, prompt: { ...exported.prompt, testData: [], evaluators: [] } };
    const losses: Loss[] = writtenLosses(
      compared,
      file,
      readBack(exported, FORMAT, (one) => readPromptfoo(one, new Map())),
      REASONS,
    );
    return { file, losses: [...losses, ...tests.losses] };
  });
  return { files: written.map(({ file }) => file), losses: written.flatMap(({ losses }) => losses) };
}

function configOf(exported: ExportedPrompt, { tests, defaults }: WrittenTests): JsonObject {
  const { prompt } = exported;
  const messages = messagesWithPartials(exported).flatMap((message, index) => chatMessage(message, index, exported));
  const chat = requireSome(messages, exported, FORMAT);
  return present({
    description: prompt.about.description,
    prompts: [present({ label: prompt.about.name, raw: JSON.stringify(chat, null, 2) })],
    providers: prompt.model === undefined ? undefined : [providerOf(prompt, prompt.model)],
    defaultTest: defaults,
    tests: tests.length === 0 ? undefined : tests,
  });
}

function chatMessage({ role, content }: Message, index: number, exported: ExportedPrompt): JsonObject[] {
  if (content === undefined || role === 'tool' || role === 'placeholder') return [];
  const source = ownText(exported, content, `message ${index + 1}`);
  const target = { ...source, dialect: 'nunjucks', certain: certainInputs(exported.prompt) } as const;
  return [{ role, content: writeJinja(readLiquid(source, exported.prompt.template), target) }];
}

/** How promptfoo calls a model: by the provider and the way it is asked. */
const WAYS: Readonly<Record<string, string>> = { openai: 'openai:chat', azure: 'azure:chat', anthropic: 'anthropic:messages' };

function providerOf({ parameters, responseFormat, schema, tools, toolChoice }: Prompt, model: string): Json {
  const [, provider = 'openai', name = model] = /^([^/]+)\/(.+)$/.exec(model) ?? [];
  const id = `${WAYS[provider] ?? provider}:${name}`;
  const format = responseFormat === 'text' ? undefined : responseFormat;
  const config = present({
    ...flatParameters(parameters, REQUEST_NAMES),
    response_format: format && present({ type: format, json_schema: schema && present({ ...schema }) }),
    tools: tools.length === 0 ? undefined : tools,
    tool_choice: toolChoice,
  });
  return Object.keys(config).length === 0 ? id : { id, config };
}

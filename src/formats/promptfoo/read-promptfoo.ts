import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree, Import, ImportedPrompt, Loss } from '../foreign-format.ts';
import { importedId, importedIdOf } from '../imported-id.ts';
import { importedPrompt } from '../reading/imported-prompt.ts';
import { allInputs } from '../reading/input-specs.ts';
import { messagesOf } from '../reading/messages.ts';
import { valueTexts } from '../reading/value-text.ts';
import { templateVariables } from '../template/template-variables.ts';
import { promptfooModel } from './promptfoo-model.ts';
import { type PromptfooPrompt, promptfooPrompts } from './promptfoo-prompts.ts';
import { promptfooSuites } from './promptfoo-suites.ts';
import { testCases } from './test-cases.ts';

/** What a config is made of; everything else changes how promptfoo runs, and nothing here. */
const READ: ReadonlySet<string> = new Set([
  'prompts',
  'providers',
  'targets',
  'tests',
  'defaultTest',
  'scenarios',
  'description',
  'assertionTemplates',
  '$schema',
]);

/** Reads a `promptfooconfig.yaml`: its prompts, and its tests as suites with their datasets. */
export function readPromptfoo(file: ForeignFile, tree: ForeignTree): Import {
  const losses: Loss[] = [];
  const document = openDocument(file);
  const config = requireMapping(document, [], document.value);
  for (const key of Object.keys(config)) if (!READ.has(key)) document.drop([key], 'Nothing here corresponds to it.');
  const textAt = valueTexts(file, losses);
  const model = promptfooModel(document, config.providers ?? config.targets);
  const written = promptfooPrompts(document, config.prompts, tree, textAt, losses);
  const tests = testCases(document, config, tree);
  const vars = new Set(tests.flatMap((test) => Object.keys(test.vars)));
  const ids = new Set<string>();
  const prompts = written.map((prompt, index): ImportedPrompt => {
    const id = freeId(prompt, file.path, index, ids);
    return importedPrompt(document, id, promptFile(prompt, model, config, vars));
  });
  const name = importedId(
    file.path
      .split('/')
      .at(-1)
      ?.replace(/\.\w+$/, '') ?? 'promptfoo',
  ).replace(/^promptfooconfig$/, 'promptfoo');
  const suites =
    prompts.length === 0
      ? []
      : promptfooSuites(
          document,
          tests,
          name,
          prompts.map(({ id }) => id),
          textAt,
        );
  if (prompts.length === 0 && tests.length > 0) document.drop(['tests'], 'Without a prompt there is nothing to ask.');
  return { prompts, partials: [], suites, losses: [...document.losses, ...losses] };
}

/** The variables of the tests are inputs too: a case may only hold what a prompt declares. */
function promptFile(
  { name, messages }: PromptfooPrompt,
  model: JsonObject,
  { description }: JsonObject,
  vars: ReadonlySet<string>,
): JsonObject {
  const used = messages.flatMap((message) => ('parts' in message ? templateVariables(message.parts) : []));
  const inputs = allInputs({}, [...used, ...vars]);
  return {
    ...(name !== undefined && { name }),
    ...(typeof description === 'string' && { description }),
    ...model,
    messages: messagesOf(messages),
    ...(Object.keys(inputs).length > 0 && { inputs }),
  };
}

function freeId({ name, file }: PromptfooPrompt, config: string, index: number, taken: Set<string>): PromptId {
  const wanted = name !== undefined ? importedId(name) : importedIdOf(file ?? config.replace(/[^/]*$/, `prompt-${index + 1}`));
  for (let count = 1; ; count += 1) {
    const id = (count === 1 ? wanted : `${wanted}-${count}`) as PromptId;
    if (taken.has(id.toLowerCase())) continue;
    taken.add(id.toLowerCase());
    return id;
  }
}

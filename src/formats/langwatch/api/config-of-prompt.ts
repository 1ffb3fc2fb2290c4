import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { ModelParameters, PromptContent } from '../../../prompt/prompt.ts';
import { requireSome } from '../../exported-texts.ts';
import type { ExportedPrompt } from '../../foreign-format.ts';
import { CONFIG_DATA_EXTRA, CONFIG_DATA_NAMES, type LangwatchConfig } from './langwatch-config.ts';
import { type SpokenMessage, shownMessages, spokenMessages } from './spoken-messages.ts';
import { inexactInputs, langwatchInputs, langwatchOutputs, langwatchResponseFormat, unsayable } from './variables.ts';

/** A prompt in the words of LangWatch's API, and what they leave out. */
export interface SpokenPrompt {
  readonly config: Required<Pick<LangwatchConfig, 'model' | 'prompt' | 'messages' | 'parameters' | 'inputs' | 'outputs'>> & LangwatchConfig;
  /** Fields of the prompt that are not said, or not in full: `tools`, `messages.2`, `modelParameters.stop`. */
  readonly unsaid: readonly string[];
}

/**
 * Says a prompt in the words of LangWatch's API.
 *
 * @throws Failure `langwatch-unsayable` without a model, which LangWatch requires; `export-refused` when no message, or a partial, can be written.
 */
export function configOfPrompt(exported: ExportedPrompt): SpokenPrompt {
  const { prompt, path } = exported;
  if (prompt.model === undefined) throw unsayable(`${path} names no model, which LangWatch requires.`);
  const spoken = spokenMessages(exported);
  const messages = requireSome(shownMessages(spoken), exported, 'LangWatch');
  const responseFormat = langwatchResponseFormat(prompt);
  return {
    config: {
      model: prompt.model,
      prompt: messages.find(({ role }) => role === 'system')?.content ?? '',
      messages,
      parameters: prompt.parameters,
      inputs: langwatchInputs(prompt),
      outputs: langwatchOutputs(prompt),
      ...(responseFormat && { responseFormat }),
      ...(prompt.appParameters && { appParameters: prompt.appParameters }),
    },
    unsaid: unsaidOf(prompt, spoken),
  };
}

/** The parameters as `configData` calls them. */
export function configDataParameters({ extra = {}, ...parameters }: ModelParameters): JsonObject {
  const named = Object.entries(CONFIG_DATA_NAMES).flatMap(([ours, theirs]) => {
    const value = parameters[ours as keyof typeof parameters];
    return value === undefined ? [] : [[theirs, value] as const];
  });
  const others = CONFIG_DATA_EXTRA.flatMap((name) => (extra[name] === undefined ? [] : [[name, extra[name]] as const]));
  return Object.fromEntries([...named, ...others]);
}

function unsaidOf(prompt: PromptContent, spoken: readonly SpokenMessage[]): string[] {
  const { tools, toolChoice, guardrails, risk, parameters, responseFormat, schema } = prompt;
  return [
    ...spoken.flatMap(({ own, shown }, index) => (shown === undefined || own.name !== undefined ? [`messages.${index}`] : [])),
    ...unsaidParameters(parameters),
    ...(responseFormat === 'json_object' ? ['responseFormat'] : []),
    ...(schema?.strict !== undefined ? ['jsonSchema.strict'] : []),
    ...(schema?.description !== undefined ? ['jsonSchema.description'] : []),
    ...inexactInputs(prompt).map((name) => `inputs.${name}`),
    ...(tools.length > 0 ? ['tools'] : []),
    ...(toolChoice !== undefined ? ['toolChoice'] : []),
    ...(guardrails.length > 0 ? ['guardrails'] : []),
    ...(risk !== undefined ? ['risk'] : []),
  ];
}

function unsaidParameters({ extra = {}, stop }: ModelParameters): string[] {
  const others = Object.keys(extra).filter((name) => !(CONFIG_DATA_EXTRA as readonly string[]).includes(name));
  return [...(stop !== undefined ? ['modelParameters.stop'] : []), ...others.map((name) => `modelParameters.${name}`)];
}

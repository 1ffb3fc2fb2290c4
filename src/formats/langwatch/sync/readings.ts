import { canonicalJson } from '../../../base/json/canonical-json.ts';
import type { Prompt, PromptContent, PromptId } from '../../../prompt/prompt.ts';
import { analyseTemplate } from '../../../prompt/template/analyse-template.ts';
import { editedPrompt, emptyPrompt } from '../api/edited-prompt.ts';
import { CONFIG_DATA_NAMES, type LangwatchConfig, type LangwatchInput } from '../api/langwatch-config.ts';
import { unsayable } from '../api/variables.ts';
import { conversationOf, type RemoteContent } from './remote-content.ts';
import { listedInputs, saidInputs } from './said-inputs.ts';

/**
 * What a version of LangWatch may be as a prompt, the likeliest first.
 *
 * There are several, because LangWatch does not tell a declared variable from one that it found in a text.
 * @param before the version that it was edited from: what an edit did not touch stays as it was written.
 * @throws Failure `langwatch-unsayable` for what no prompt file can say.
 */
export function readings(id: PromptId, content: RemoteContent, before?: PromptContent): readonly PromptContent[] {
  requireNoPartials(id, content);
  const plain = [saidInputs(content), listedInputs(content)].map((inputs) => read(emptyPrompt(id).prompt, content, inputs));
  if (before === undefined) return plain;
  const inputs = before.inputs === undefined ? saidInputs(content) : listedInputs(content);
  return [read({ ...emptyPrompt(id).prompt, ...before }, content, inputs), ...plain];
}

function read(before: Prompt, content: RemoteContent, inputs: readonly LangwatchInput[]): PromptContent {
  const { id } = before;
  const edited = editedPrompt(
    { prompt: withoutRemoved(before, content, inputs), path: id, partials: new Map() },
    configOf(content, inputs),
  );
  const { about: _about, testData: _rows, evaluators: _evaluators, id: _id, ...said } = edited;
  return withKeysInOrder(said, before);
}

/** LangWatch's database does not keep the order of keys: what says the same stays as it was written. */
function withKeysInOrder(said: PromptContent, { schema, appParameters }: Prompt): PromptContent {
  const isSameSchema = said.schema && schema && canonicalJson(said.schema.schema) === canonicalJson(schema.schema);
  const isSameParameters = said.appParameters && appParameters && canonicalJson(said.appParameters) === canonicalJson(appParameters);
  return {
    ...said,
    ...(isSameSchema && { schema: { ...said.schema, schema: schema.schema } }),
    ...(isSameParameters && { appParameters }),
  };
}

/** An answer tells all, so what it does not tell is gone; the edits that clients send tell less. */
function withoutRemoved(before: Prompt, { outputs, responseFormat, parameters }: RemoteContent, inputs: readonly LangwatchInput[]): Prompt {
  const { schema, responseFormat: format, inputs: declared, appParameters, ...rest } = before;
  const hasSchema = outputs.some(({ type }) => type === 'json_schema') || responseFormat?.json_schema != null;
  return {
    ...rest,
    ...(hasSchema && schema && { schema }),
    ...(hasSchema && format !== undefined && { responseFormat: format }),
    ...(inputs.length > 0 && declared && { inputs: declared }),
    ...(hasMembers(parameters) && appParameters && { appParameters }),
  };
}

function configOf(content: RemoteContent, inputs: readonly LangwatchInput[]): LangwatchConfig {
  const { model, outputs, responseFormat, parameters: appParameters, temperature, maxTokens } = content;
  const { topP, topK, seed, frequencyPenalty, presencePenalty } = content;
  const named = { temperature, maxTokens, topP, topK, seed, frequencyPenalty, presencePenalty };
  const parameters = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const messages = conversationOf(content);
  return {
    model,
    messages,
    ...(!messages.some(({ role }) => role === 'system') && { prompt: '' }),
    parameters,
    without: (Object.keys(CONFIG_DATA_NAMES) as (keyof typeof CONFIG_DATA_NAMES)[]).filter((name) => !Object.hasOwn(parameters, name)),
    inputs,
    outputs,
    ...(responseFormat && { responseFormat }),
    ...(hasMembers(appParameters) && { appParameters }),
  };
}

function hasMembers<Value extends object>(value: Value | null | undefined): value is Value {
  return value != null && Object.keys(value).length > 0;
}

function requireNoPartials(id: PromptId, content: RemoteContent): void {
  const [partial] = conversationOf(content).flatMap(({ content: text }) => analyseTemplate(text, 'liquid').partials);
  if (partial !== undefined) throw unsayable(`${id} names a partial "${partial.id}", and LangWatch holds none.`);
}

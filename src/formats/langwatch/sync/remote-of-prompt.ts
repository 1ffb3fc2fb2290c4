import { type Digest, digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson, isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { promptNormalForm } from '../../../prompt/digest/normal-form.ts';
import { readPromptNormalForm } from '../../../prompt/digest/read-normal-form.ts';
import type { ModelParameters, PromptContent, PromptId } from '../../../prompt/prompt.ts';
import { configOfPrompt } from '../api/config-of-prompt.ts';
import { emptyPrompt } from '../api/edited-prompt.ts';
import { readings } from './readings.ts';
import type { RemoteContent } from './remote-content.ts';
import { withFoundInputs } from './said-inputs.ts';

/** What LangWatch holds of a version, or the fields that it would lose. */
export type Sayable = { readonly content: RemoteContent } | { readonly losses: readonly string[] };

/** Handles as LangWatch takes them. */
const HANDLE = /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)?$/;

/** The parameters that its API gives back; it takes others and keeps them to itself. */
const GIVEN_BACK: ReadonlySet<string> = new Set(['temperature', 'maxTokens'] satisfies (keyof ModelParameters)[]);

/** A version, out of its normal form, in LangWatch's words. Anything that would not come back as it was is a loss. */
export function remoteOfPrompt(id: PromptId, form: Json): Sayable {
  const { content, partials, guardrailSets } = readPromptNormalForm(form);
  const known = [
    ...(HANDLE.test(id) ? [] : ['id']),
    ...[...partials.keys()].map((name) => `partial ${name}`),
    ...[...guardrailSets.keys()].map((name) => `guardrail set ${name}`),
    ...lostOf(content),
  ];
  const empty = emptyPrompt(id);
  try {
    const { config, unsaid } = configOfPrompt({ ...empty, prompt: { ...empty.prompt, ...content } });
    const losses = [...new Set([...known, ...unsaid])];
    if (losses.length > 0) return { losses };
    const { model, prompt, messages, inputs, outputs, parameters, responseFormat, appParameters } = config;
    const { temperature, maxTokens } = parameters;
    const remote = { model, prompt, messages, inputs, outputs, temperature, maxTokens, responseFormat, parameters: appParameters };
    const changed = changedFields(form, readings(id, withFoundInputs(remote)));
    return changed.length === 0 ? { content: remote } : { losses: changed };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { losses: known.length > 0 ? known : [error.message] };
  }
}

/** The fields of a version that its nearest reading says otherwise. */
function changedFields(form: Json, candidates: readonly PromptContent[]): string[] {
  const own = isJsonObject(form) ? form : {};
  const changes = candidates.map((candidate) => {
    const read = promptNormalForm(candidate, new Map(), new Map());
    return [...new Set([...Object.keys(own), ...Object.keys(read)])].filter((name) => textOf(own[name]) !== textOf(read[name]));
  });
  const [nearest = []] = changes.toSorted((left, right) => left.length - right.length);
  return nearest.map((name) => (name === 'inputs' ? 'inputs, which must be declared for all variables or for none' : name));
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value);
}

/** The digest of a content that uses no partials and no guardrail sets. */
export function contentDigest(content: PromptContent): Digest {
  return digestOf(promptNormalForm(content, new Map(), new Map()));
}

function lostOf({ messages, template, parameters }: PromptContent): string[] {
  const { extra: _extra, stop: _stop, ...named } = parameters;
  const isMoved = messages.some(({ role }, index) => role === 'system' && index > 0);
  return [
    ...(template === 'liquid' ? [] : ['template']),
    ...messages.flatMap(({ role }, index) => (role === 'developer' ? [`messages.${index}`] : [])),
    ...(isMoved ? ['messages, whose system message is not the first and only one'] : []),
    ...Object.keys(named).flatMap((name) => (GIVEN_BACK.has(name) ? [] : [`modelParameters.${name}`])),
  ];
}

import { type Digest, digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import { promptNormalForm } from '../../../prompt/digest/normal-form.ts';
import { readPromptNormalForm } from '../../../prompt/digest/read-normal-form.ts';
import type { ModelParameters, PromptContent, PromptId } from '../../../prompt/prompt.ts';
import { configOfPrompt } from '../api/config-of-prompt.ts';
import { emptyPrompt } from '../api/edited-prompt.ts';
import { readings } from './readings.ts';
import type { RemoteContent } from './remote-content.ts';

/** What LangWatch holds of a version, or the fields that it would lose. */
export type Sayable = { readonly content: RemoteContent } | { readonly losses: readonly string[] };

/** Handles as LangWatch takes them. */
const HANDLE = /^[a-z0-9_-]+(?:\/[a-z0-9_-]+)?$/;

/** The parameters that its API gives back; it takes others and keeps them to itself. */
const GIVEN_BACK: ReadonlySet<string> = new Set(['temperature', 'maxTokens'] satisfies (keyof ModelParameters)[]);

/** A version, out of its normal form, in LangWatch's words. Anything that would not come back as it was is a loss. */
export function remoteOfPrompt(id: PromptId, digest: Digest, form: Json): Sayable {
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
    const comesBack = readings(id, remote).some((reading) => contentDigest(reading) === digest);
    return comesBack ? { content: remote } : { losses: ['inputs or output, as they are declared'] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { losses: known.length > 0 ? known : [error.message] };
  }
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

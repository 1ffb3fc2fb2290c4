import type { Digest } from '../../base/digest.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { type DirectReferences, guardrailSetNormalForm, partialNormalForm, promptNormalForm } from '../digest/normal-form.ts';
import type { PromptId } from '../prompt.ts';
import type { LibrarySource } from './library.ts';
import { type Defined, type ParsedSource, parseSource } from './parse-source.ts';

/**
 * Whether a file says a content: what is stored and shown beside a digest must be what the digest names.
 *
 * What the file uses is taken in the versions that the content names.
 */
export function isSourceOf(source: LibrarySource, content: Json): boolean {
  return says(parseSource(source), content);
}

/** The same of a file that was read already. */
export function says({ defined }: ParsedSource, content: Json): boolean {
  if (defined === undefined || !isJsonObject(content)) return false;
  const form = formOf(defined, referencesIn(content.partials), referencesIn(content.guardrailSets));
  return form !== undefined && canonicalJson(form) === canonicalJson(content);
}

function formOf(defined: Defined, partials: DirectReferences, guardrailSets: DirectReferences): JsonObject | undefined {
  const { entry } = defined;
  if (!entry.partials.every((id) => partials.has(id)) || !entry.guardrailSets.every((id) => guardrailSets.has(id))) return undefined;
  if (defined.kind === 'prompt') return promptNormalForm(defined.entry.content, partials, guardrailSets);
  return defined.kind === 'partial' ? partialNormalForm(defined.entry.content, partials) : guardrailSetNormalForm(defined.entry.content);
}

function referencesIn(value: Json | undefined): DirectReferences {
  return new Map(Object.entries(isJsonObject(value) ? value : {}) as [PromptId, Digest][]);
}

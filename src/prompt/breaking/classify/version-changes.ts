import { canonicalJson, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { BreakingOptions, PromptSide } from '../breaking-change.ts';
import type { Found } from '../found.ts';
import { costChanges } from './cost-changes.ts';
import { guardrailChanges } from './guardrail-changes.ts';
import { inputChanges } from './input-changes.ts';
import { modelChanges } from './model-changes.ts';
import { outputChanges } from './output-changes.ts';
import { settingChanges } from './setting-changes.ts';
import { schemaWords, textChanges, toolWords } from './text-changes.ts';
import { toolChanges } from './tool-changes.ts';

/** Everything that the rules say of one prompt on both sides. Two versions that differ are never without a word. */
export function versionChanges(
  { version: before, about: old, source: oldFile }: PromptSide,
  after: PromptSide,
  options: BreakingOptions,
): Found[] {
  const { version, about, source } = after;
  if (before.digest === version.digest) {
    const isSame = canonicalJson(words(old)) === canonicalJson(words(about)) && oldFile?.text === source?.text;
    const hasBoth = old !== undefined && about !== undefined;
    return isSame || !hasBoth ? [] : [{ rule: 'N601', path: [], message: 'Only words for people have changed.' }];
  }
  const isOnlyShared = canonicalJson(before.content as unknown as JsonObject) === canonicalJson(version.content as unknown as JsonObject);
  const [outputs, tools] = [outputChanges(before, version), toolChanges(before, version)];
  const found = [
    ...inputChanges(before, version),
    ...outputs,
    ...guardrailChanges(before, version),
    ...tools,
    ...settingChanges(before, version),
    ...modelChanges(before, version),
    ...textChanges(before, version),
    ...(outputs.length === 0 ? schemaWords(before, version) : []),
    ...(tools.length === 0 ? toolWords(before, version) : []),
    ...costChanges(before, version, options),
  ];
  if (found.length > 0 || isOnlyShared) return found;
  return [{ rule: 'N603', path: [], message: 'The content has changed in a way that neither a caller nor the model notices.' }];
}

function words(about: PromptSide['about']): JsonObject {
  return (about ?? {}) as unknown as JsonObject;
}

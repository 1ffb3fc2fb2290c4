import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import { modelParameters } from '../reading/parameters.ts';

/** Words between the provider and the model that say how the model is called. */
const WAYS: ReadonlySet<string> = new Set(['chat', 'completion', 'responses', 'messages', 'realtime']);

/** Settings of a provider that say how the model answers; the others say how to reach it. */
const PARAMETERS =
  /^(?:temperature|top_?[pk]|max_?(?:output_?|completion_?)?tokens|stop|seed|(?:frequency|presence)_?penalty|reasoning_?effort)$/i;

/** The model of the first provider that is one, in the keys of a prompt file. */
export function promptfooModel(document: ForeignDocument, written: Json | undefined): JsonObject {
  const list: readonly Json[] = Array.isArray(written) ? written : written === undefined ? [] : [written];
  let model: JsonObject | undefined;
  for (const [index, item] of list.entries()) {
    const path = Array.isArray(written) ? ['providers', index] : ['providers'];
    const id = isJsonObject(item) ? item.id : item;
    const named = typeof id === 'string' ? modelNamed(id) : undefined;
    if (named === undefined) document.drop(path, 'This provider is no model that a prompt could name.');
    else if (model !== undefined)
      document.drop(path, `A prompt names one model, the first; ask ${named} with \`promptlane eval --model ${named}\`.`);
    else model = { model: named, ...settings(document, path, isJsonObject(item) ? item.config : undefined) };
  }
  return model ?? {};
}

function modelNamed(id: string): string | undefined {
  const [provider = '', ...rest] = id.split(':');
  if (rest.length === 0 || /^(?:file|https?|wss?|exec|python|javascript|package|golang|ruby|webhook|browser|mcp|promptfoo)$/.test(provider))
    return undefined;
  const name = (WAYS.has(rest[0] ?? '') ? rest.slice(1) : rest).join(':');
  return name === '' || /\s/.test(name) ? undefined : `${provider === 'azureopenai' ? 'azure' : provider}/${name}`;
}

function settings(document: ForeignDocument, path: readonly (string | number)[], config: Json | undefined): JsonObject {
  const entries = Object.entries(isJsonObject(config) ? config : {});
  for (const [key] of entries.filter(([name]) => !PARAMETERS.test(name)))
    document.drop([...path, 'config', key], 'A prompt holds no addresses, keys or settings of a provider.');
  const parameters = modelParameters(document, [...path, 'config'], Object.fromEntries(entries.filter(([name]) => PARAMETERS.test(name))));
  return Object.keys(parameters).length === 0 ? {} : { modelParameters: parameters };
}

import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { promptFile } from '../../prompt/schema/prompt-file.ts';
import type { ForeignDocument } from '../foreign-document.ts';

/** The names that peers give to our parameters. */
const CANONICAL: ReadonlyMap<string, string> = new Map(
  Object.entries({
    temperature: ['temperature'],
    topP: ['topP', 'top_p'],
    topK: ['topK', 'top_k'],
    maxTokens: ['maxTokens', 'max_tokens', 'maxOutputTokens', 'max_output_tokens', 'max_completion_tokens'],
    stop: ['stop', 'stopSequences', 'stop_sequences'],
    seed: ['seed'],
    frequencyPenalty: ['frequencyPenalty', 'frequency_penalty'],
    presencePenalty: ['presencePenalty', 'presence_penalty'],
    reasoningEffort: ['reasoningEffort', 'reasoning_effort'],
  }).flatMap(([name, aliases]) => aliases.map((alias): [string, string] => [alias, name])),
);

/** Model parameters under our names; what we have no name for goes to the provider as it stands, under `extra`. */
export function modelParameters(document: ForeignDocument, path: ValuePath, value: Json | undefined): JsonObject {
  const known: Record<string, Json> = {};
  const extra: Record<string, Json> = {};
  for (const [key, member] of Object.entries(isJsonObject(value) ? value : {})) {
    if (member === null) continue;
    const name = CANONICAL.get(key);
    if (typeof member === 'string' && member.includes('${')) {
      document.drop([...path, key], `What ${member} stands for is not in the file: nothing is read from the environment.`);
    } else if (name === undefined) extra[key] = member;
    else if (Object.hasOwn(known, name) || !isAllowed(name, member)) document.drop([...path, key], 'No parameter has such a value here.');
    else known[name] = member;
  }
  return Object.keys(extra).length === 0 ? known : { ...known, extra };
}

function isAllowed(name: string, value: Json): boolean {
  const parameters = promptFile.shape.modelParameters.unwrap();
  return parameters.safeParse({ [name]: value }).success;
}

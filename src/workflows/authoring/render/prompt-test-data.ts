import { resolve } from 'node:path';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Tree } from '../../versions/tree.ts';
import { isPromptFile } from '../file-version.ts';
import { namedSource, treeAround } from '../named-source.ts';

/** The test data that the file of a prompt has now, also of a file outside the prompt roots. None for a prompt without a file. */
export function promptTestData(
  argument: { readonly text: string; readonly directory: string },
  id: PromptId,
  tree: Tree,
): readonly JsonObject[] {
  const known = tree.library.prompts.get(id);
  if (known) return known.content.testData;
  if (!isPromptFile(argument.text, argument.directory)) return [];
  const read = namedSource(resolve(argument.directory, argument.text), argument.text);
  if ('problem' in read) return [];
  return [...treeAround(read.file, tree).library.prompts.values()].flatMap(({ content }) => content.testData);
}

import type { JsonObject } from '../../base/json/canonical-json.ts';
import { readPrompt } from '../../prompt/document/read-prompt.ts';
import { writePromptFile } from '../../prompt/document/write-prompt.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import type { ImportedPrompt } from '../foreign-format.ts';

/**
 * A prompt as it was read, once it is sure that its file can be read back.
 *
 * @throws Failure `import-refused` naming what no prompt file may say, for example a type that is none.
 */
export function importedPrompt(document: ForeignDocument, id: PromptId, file: JsonObject): ImportedPrompt {
  const { diagnostics } = readPrompt({ file: document.path, text: writePromptFile(file) }, { id });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error !== undefined) return document.refuse([], `A prompt cannot say this: ${error.message}`);
  return { id, from: document.path, file };
}

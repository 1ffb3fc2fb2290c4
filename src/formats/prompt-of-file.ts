import type { JsonObject } from '../base/json/canonical-json.ts';
import { readPrompt } from '../prompt/document/read-prompt.ts';
import { writePromptFile } from '../prompt/document/write-prompt.ts';
import type { Prompt, PromptId } from '../prompt/prompt.ts';

/** The prompt that a file of ours with this value holds; nothing when `check` would refuse the file. */
export function promptOfFile(value: JsonObject, id: PromptId): Prompt | undefined {
  return readPrompt({ file: id, text: writePromptFile(value) }, { id }).prompt;
}

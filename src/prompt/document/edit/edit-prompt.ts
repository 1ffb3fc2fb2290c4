import { PROMPT_KEYS } from '../prompt-file/key-order.ts';
import { isOpenInPrompt } from '../write-prompt.ts';
import type { Edit } from './edit.ts';
import { editYaml } from './edit-yaml.ts';

/**
 * Changes values of a prompt file and no other byte of it; a new key goes where such files usually have it.
 *
 * @throws Failure `edit-impossible`, see `editYaml`.
 */
export function editPrompt(source: { readonly file: string; readonly text: string }, edits: readonly Edit[]): string {
  return editYaml(source, edits, { keyOrder: (path) => (path.length === 0 ? PROMPT_KEYS : []), isOpen: isOpenInPrompt });
}

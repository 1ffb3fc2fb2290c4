import type { PromptId } from '../../../prompt/prompt.ts';
import type { BlobId, LockedPrompt } from '../lockfile.ts';

/**
 * True when one tree can have given all these pins: each id has the same text wherever it is used.
 *
 * A merge of pins cannot know that one side changed a partial and the other added a prompt that uses it.
 */
export function isOneTree(pins: ReadonlyMap<PromptId, LockedPrompt> = new Map()): boolean {
  const texts = new Map<PromptId, BlobId>();
  const contents = [...pins].flatMap(([id, locked]) => [[id, locked] as const, ...locked.uses]);
  for (const [id, { blob }] of contents) {
    if (texts.has(id) && texts.get(id) !== blob) return false;
    texts.set(id, blob);
  }
  return true;
}

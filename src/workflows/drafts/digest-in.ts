import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Tree } from '../versions/tree.ts';

/** The version that a prompt of a tree is now; nothing for one that is not there or uses what cannot be read. */
export function digestIn({ versions }: Pick<Tree, 'versions'>, id: PromptId): Digest | undefined {
  try {
    return versions.of(id).digest;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

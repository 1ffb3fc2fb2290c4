import type { UploadBatch } from '../../registry/registry.ts';
import type { Git } from '../../workspace/git/git.ts';

const LINE = 300;
const MESSAGE = 2000;

/** Where a push comes from: the commit that is checked out, when there is one. */
export async function provenance(git: Git | undefined, message?: string): Promise<Omit<UploadBatch, 'versions'>> {
  const head = await git?.headInfo();
  const said = message ?? head?.message;
  return {
    ...(head?.commit !== undefined && { commit: head.commit }),
    ...(head?.branch !== undefined && { branch: cut(head.branch, LINE) }),
    ...(head?.author !== undefined && { author: { name: cut(head.author.name, LINE), email: cut(head.author.email, LINE) } }),
    ...(said !== undefined && said !== '' && { message: cut(said, MESSAGE) }),
  };
}

/** What Git takes may be longer than what a registry keeps, and must not stop a push. */
function cut(text: string, length: number): string {
  // Not through the middle of a character.
  return text.length > length ? `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;
}

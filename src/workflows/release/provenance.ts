import type { UploadBatch } from '../../registry/registry.ts';
import type { Git } from '../../workspace/git/git.ts';

/** Where a push comes from: the commit that is checked out, when there is one. */
export async function provenance(git: Git | undefined, message?: string): Promise<Omit<UploadBatch, 'versions'>> {
  const head = await git?.headInfo();
  const said = message ?? head?.message;
  return {
    ...(head?.commit !== undefined && { commit: head.commit }),
    ...(head?.branch !== undefined && { branch: head.branch }),
    ...(head?.author !== undefined && { author: head.author }),
    ...(said !== undefined && said !== '' && { message: said }),
  };
}

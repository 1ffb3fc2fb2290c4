import { allowsEveryPrompt } from '../../../access/authorise.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { readSource } from '../../../protocol/versions.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { readContentBody, readSourceText } from '../../storage/versions/contents.ts';
import { promptsWithDraft, readDraftFile } from '../../storage/versions/drafts.ts';
import { promptsWithContent } from '../../storage/versions/versions.ts';
import { type Call, sees } from '../call.ts';
import type { StoredReply } from '../stored-reply.ts';

/** A content as its canonical JSON bytes: it can be kept for ever, because the digest in the address is its name. */
export async function contentBytes(call: Call, digest: Digest): Promise<StoredReply> {
  await requireVisible(call, digest);
  const body = await readContentBody(call.db, call.project, digest);
  if (body === undefined) throw absent(digest);
  return { etag: `"${digest}"`, body: Buffer.from(body), cacheControl: 'private, max-age=31536000, immutable' };
}

/** The file text that a version was computed from: the one that it was stored with, or that of a draft. */
export async function sourceText(call: Call, digest: Digest, blob?: BlobId): Promise<ReplyOf<typeof readSource>> {
  await requireVisible(call, digest);
  const source = await readSourceText(call.db, call.project, digest);
  if (blob !== undefined && source?.blob !== blob) return await draftFile(call, digest, blob);
  if (source === undefined) throw new Failure('not-found', `The version ${digest} was uploaded without its file.`);
  return source;
}

async function draftFile(call: Call, digest: Digest, blob: BlobId): Promise<ReplyOf<typeof readSource>> {
  const prompts = await promptsWithDraft(call.db, call.project, digest, blob);
  const text = prompts.some((prompt) => sees(call, prompt)) ? await readDraftFile(call.db, call.project, blob) : undefined;
  if (text === undefined) throw new Failure('not-found', `No draft of the version ${digest} came with the file ${blob}.`);
  return { text, blob };
}

async function requireVisible(call: Call, digest: Digest): Promise<void> {
  if (allowsEveryPrompt(call.principal, 'prompts:read', { project: call.project })) return;
  const prompts = await promptsWithContent(call.db, call.project, digest);
  if (!prompts.some((prompt) => sees(call, prompt))) throw absent(digest);
}

function absent(digest: Digest): Failure {
  return new Failure('not-found', `There is no content ${digest}.`);
}

import { allowsEveryPrompt } from '../../../access/authorise.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { readContents, readSource } from '../../../protocol/versions.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { readBodies, readContentBody, readSourceText } from '../../storage/versions/contents.ts';
import { promptsWithDraft, readDraftFile } from '../../storage/versions/drafts.ts';
import { promptsWithContents } from '../../storage/versions/versions.ts';
import { type Call, sees } from '../call.ts';
import type { StoredReply } from '../stored-reply.ts';

/** A content as its canonical JSON bytes: it can be kept for ever, because the digest in the address is its name. */
export async function contentBytes(call: Call, digest: Digest): Promise<StoredReply> {
  await requireVisible(call, digest);
  const body = await readContentBody(call.db, call.project, digest);
  if (body === undefined) throw absent(digest);
  return { etag: `"${digest}"`, body: Buffer.from(body), cacheControl: 'private, max-age=31536000, immutable' };
}

/** Many contents at once, as the texts that their digests are computed from; what is not there, or not to be seen, is left out. */
export async function contentTexts(call: Call, digests: readonly Digest[]): Promise<ReplyOf<typeof readContents>> {
  const visible = await visibleOf(call, digests);
  return { contents: Object.fromEntries(await readBodies(call.db, call.project, visible)) as Record<Digest, string> };
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
  if ((await visibleOf(call, [digest])).length === 0) throw absent(digest);
}

async function visibleOf(call: Call, digests: readonly Digest[]): Promise<readonly Digest[]> {
  if (allowsEveryPrompt(call.principal, 'prompts:read', { project: call.project })) return digests;
  const prompts = await promptsWithContents(call.db, call.project, digests);
  return digests.filter((digest) => prompts.get(digest)?.some((prompt) => sees(call, prompt)));
}

function absent(digest: Digest): Failure {
  return new Failure('not-found', `There is no content ${digest}.`);
}

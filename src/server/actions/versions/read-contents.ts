import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { readSource } from '../../../protocol/versions.ts';
import { readContentBody, readSourceText } from '../../storage/versions/contents.ts';
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

/** The file text that a version was computed from. */
export async function sourceText(call: Call, digest: Digest): Promise<ReplyOf<typeof readSource>> {
  await requireVisible(call, digest);
  const source = await readSourceText(call.db, call.project, digest);
  if (source === undefined) throw new Failure('not-found', `The version ${digest} was uploaded without its file.`);
  return source;
}

async function requireVisible(call: Call, digest: Digest): Promise<void> {
  const prompts = await promptsWithContent(call.db, call.project, digest);
  if (!prompts.some((prompt) => sees(call, prompt))) throw absent(digest);
}

function absent(digest: Digest): Failure {
  return new Failure('not-found', `There is no content ${digest}.`);
}

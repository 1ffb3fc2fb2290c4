import { Failure } from '../../../base/failure.ts';
import type { createDraft } from '../../../protocol/drafts.ts';
import type { BodyOf } from '../../../protocol/endpoint.ts';
import { openDraft } from '../../storage/versions/drafts.ts';
import { actorOf, type Call, recordAct, tell } from '../call.ts';
import type { NumberedVersion } from '../versions/numbered-version.ts';
import { storeVersions } from '../versions/store-versions.ts';
import type { Provenance } from '../versions/version-upload.ts';

/**
 * Stores an edit made outside Git: a version that names the one it was made from.
 *
 * The content may have been a version before: bringing it back is an edit like any other. The same edit twice is one draft.
 * @throws Failure `request-invalid` for an edit that changes nothing of the version.
 */
export async function storeDraft(
  call: Call,
  { commit, branch, author, message, ...version }: BodyOf<typeof createDraft>,
): Promise<NumberedVersion> {
  const provenance: Provenance = {
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch }),
    ...(author !== undefined && { author }),
    ...(message !== undefined && { message }),
  };
  const { id: prompt, digest, parent } = version;
  if (digest === parent) {
    throw new Failure('request-invalid', `${prompt}: the draft is the version that it was made from.`, {
      hint: 'Names, descriptions and tags are no part of a version: change them in Git.',
    });
  }
  const { id: uploader_id, name: uploader_name } = actorOf(call);
  const [stored] = await storeVersions(call, { versions: [version], ...provenance, isDraft: true }, async (transaction, [version]) => {
    const opened = await openDraft(transaction, {
      project: call.project,
      prompt,
      digest,
      parent,
      commit_id: commit ?? null,
      branch: branch ?? null,
      author_name: author?.name ?? null,
      author_email: author?.email ?? null,
      message: message ?? null,
      uploader_id,
      uploader_name,
      created_at: call.time,
    });
    if (opened === 'open') return;
    await tell(transaction, call, { kind: 'draft.opened', prompt, data: { digest, parent } });
    // A new version is in the audit trail with its upload.
    if (version?.created) return;
    await recordAct(transaction, call, {
      target: `${prompt}@${digest}`,
      before: { version: parent },
      after: { draft: digest },
      verdict: 'opened',
    });
  });
  if (stored === undefined) throw new Error('storing one version gave none');
  return stored;
}

import { Failure } from '../../../base/failure.ts';
import type { createDraft } from '../../../protocol/drafts.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { Database } from '../../storage/tables.ts';
import { readSourceText } from '../../storage/versions/contents.ts';
import { addDraftFile, type DraftKey, draftsBeside, openDraft } from '../../storage/versions/drafts.ts';
import { actorOf, type Call, recordAct, sees, tell } from '../call.ts';
import { storeVersions } from '../versions/store-versions.ts';
import { draftOf } from './read-drafts.ts';

type Upload = BodyOf<typeof createDraft>;
type Stored = ReplyOf<typeof createDraft>;

/**
 * Stores an edit made outside Git: a version that names the one it was made from.
 *
 * The content may have been a version before: bringing it back is an edit like any other, and so is another description
 * of the same content. The same edit twice is one draft; two edits of one text are two, and the second is told of the first.
 * @throws Failure `request-invalid` for an edit that changes nothing.
 */
export async function storeDraft(call: Call, upload: Upload): Promise<Stored> {
  const { parentBlob: _parentBlob, commit, branch, author, message, ...version } = upload;
  const provenance = {
    ...(commit !== undefined && { commit }),
    ...(branch !== undefined && { branch }),
    ...(author !== undefined && { author }),
    ...(message !== undefined && { message }),
  };
  let alongside: Stored['alongside'] = [];
  const [stored] = await storeVersions(call, { versions: [version], ...provenance, isDraft: true }, async (transaction, [version]) => {
    const key = await keyOf(transaction, call, upload);
    await open(transaction, call, upload, { key, isNewVersion: version?.created === true });
    alongside = (await draftsBeside(transaction, call.project, key)).filter(({ prompt }) => sees(call, prompt)).map(draftOf);
  });
  if (stored === undefined) throw new Error('storing one version gave none');
  return { ...stored, alongside };
}

async function open(
  transaction: Database,
  call: Call,
  { commit, branch, author, message, source }: Upload,
  { key, isNewVersion }: { readonly key: DraftKey; readonly isNewVersion: boolean },
): Promise<void> {
  const { prompt, digest, parent, blob } = key;
  const { id: uploader_id, name: uploader_name } = actorOf(call);
  if (source !== undefined) await addDraftFile(transaction, { project: call.project, ...source });
  const opened = await openDraft(transaction, {
    project: call.project,
    ...key,
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
  if (isNewVersion) return;
  await recordAct(transaction, call, {
    target: `${prompt}@${digest}`,
    before: { version: parent },
    after: { draft: digest, ...(blob !== '' && { blob }) },
    verdict: 'opened',
  });
}

/** What edit it is. A parent's file that it was stored with goes without saying, so that saying it is no other edit. */
async function keyOf(db: Database, { project }: Call, { id: prompt, digest, parent, parentBlob, source }: Upload): Promise<DraftKey> {
  const original = await readSourceText(db, project, parent);
  if (digest === parent && (source === undefined || source.blob === (parentBlob ?? original?.blob))) {
    throw new Failure('request-invalid', `${prompt}: the draft is the version that it was made from.`, {
      hint: 'Names, descriptions and tags are no part of a version: to change them alone, send the edited file with it.',
    });
  }
  const parent_blob = parentBlob === undefined || parentBlob === original?.blob ? '' : parentBlob;
  return { prompt, digest, parent, blob: source?.blob ?? '', parent_blob };
}

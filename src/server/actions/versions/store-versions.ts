import { setImmediate as turn } from 'node:timers/promises';
import { authorise } from '../../../access/authorise.ts';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { addSources as addAttested, namesBranch } from '../../storage/governance/version-sources.ts';
import type { Database } from '../../storage/tables.ts';
import { addContents, addSources } from '../../storage/versions/contents.ts';
import { findPrompts } from '../../storage/versions/prompts.ts';
import { acceptDraft, addVersions, findVersions, type StoredVersion } from '../../storage/versions/versions.ts';
import { actorOf, type Call, recordAct, sees } from '../call.ts';
import { type CheckedVersion, checkVersion } from './check-version.ts';
import { describePrompts } from './describe-prompts.ts';
import { type NumberedVersion, type Numbers, numberOf } from './numbered-version.ts';
import { refuseSecrets } from './refuse-secrets.ts';
import type { Provenance, VersionUpload } from './version-upload.ts';

interface Batch extends Provenance {
  readonly versions: readonly VersionUpload[];
  readonly isDraft: boolean;
  /**
   * The newest version that the batch, of one prompt, was made from; nothing for a new prompt.
   * What is stored becomes the newest then, also when it was there before.
   */
  readonly replaces?: { readonly newest: Digest | undefined };
}

/**
 * Stores versions, all or none, and numbers the new ones per prompt.
 *
 * The same batch twice stores nothing the second time. Every content that a version names must be
 * in the registry or in the batch: a stored version can always be rendered.
 *
 * @throws Failure `secret-in-content` unless the batch says why it may hold secrets; `version-newer` when the newest version is another than the batch says that it replaces.
 * @param also what must hold together with them, in the same transaction.
 */
export async function storeVersions(
  call: Call,
  batch: Batch,
  also?: (transaction: Database, stored: readonly NumberedVersion[]) => Promise<void>,
): Promise<NumberedVersion[]> {
  for (const { id } of batch.versions) authorise(call.principal, 'prompts:write', { project: call.project, prompt: id });
  const unique = new Map(batch.versions.map((version) => [pinKey(version.id, version.digest), version]));
  const versions = await checkVersions([...unique.values()], batch.acceptSecrets !== undefined);
  return await call.db.transaction().execute(async (transaction) => {
    if (batch.replaces) await requireNewest(transaction, call.project, versions, batch.replaces.newest);
    await requireReferences(transaction, call, versions);
    const stored = await findVersions(transaction, call.project, versions);
    const numbered = await numberVersions(transaction, call.project, versions, stored);
    const created = versions.filter((version) => !stored.has(pinKey(version.id, version.digest)));
    await addNew(transaction, call, batch, created, numbered);
    const accepted = batch.isDraft ? [] : versions.filter((version) => stored.get(pinKey(version.id, version.digest))?.isDraft);
    for (const { id, digest } of accepted) await acceptDraft(transaction, call.project, id, digest);
    const changed = [...created, ...accepted];
    const latest = batch.isDraft ? [] : batch.replaces ? versions : changed;
    await describePrompts(
      transaction,
      call,
      batch.isDraft ? versions.map(({ about: _about, ...version }) => version) : versions,
      latest,
      numbered,
    );
    const acts = batch.replaces ? versions : changed;
    if (acts.length > 0) await recordUpload(transaction, call, batch, acts, numbered);
    const { attested } = call.principal;
    if (namesBranch(attested) && !batch.isDraft) await addAttested(transaction, call.project, versions, attested, call.time);
    const all = versions.map(({ id, digest }) => numberOf(numbered, id, digest));
    await also?.(transaction, all);
    return all;
  });
}

/** How long others wait for one upload at a time, in milliseconds; one version is never checked in parts. */
const TURN_MS = 20;

/** Reading and hashing thousands of versions takes seconds: whoever asks for something else is answered in between. */
async function checkVersions(uploads: readonly VersionUpload[], acceptsSecrets: boolean): Promise<CheckedVersion[]> {
  const checked: CheckedVersion[] = [];
  let since = performance.now();
  for (const upload of uploads) {
    if (performance.now() - since > TURN_MS) {
      await turn();
      since = performance.now();
    }
    checked.push(checkVersion(upload));
    if (!acceptsSecrets) refuseSecrets(upload);
  }
  return checked;
}

async function requireNewest(
  db: Database,
  project: string,
  versions: readonly CheckedVersion[],
  newest: Digest | undefined,
): Promise<void> {
  for (const row of (await findPrompts(db, project, [...new Set(versions.map(({ id }) => id))])).values()) {
    if (row.latest_digest === newest) continue;
    throw new Failure('version-newer', `Someone stored ${row.id} ${shortDigest(row.latest_digest)} (v${row.latest_number}) meanwhile.`);
  }
}

/** What the caller may not see is not there: that an upload is taken would tell them that it is. */
async function requireReferences(db: Database, call: Call, versions: readonly CheckedVersion[]): Promise<void> {
  const inBatch = new Set(versions.map(({ kind, id, digest }) => `${kind} ${pinKey(id, digest)}`));
  const outside = versions
    .flatMap(({ references }) => references)
    .filter(({ kind, id, digest }) => !inBatch.has(`${kind} ${pinKey(id, digest)}`));
  const parents = versions.flatMap(({ kind, id, parent }) => (parent === undefined ? [] : [{ kind, id, digest: parent }]));
  const seen = [...outside, ...parents].filter(({ id }) => sees(call, id));
  const stored = await findVersions(db, call.project, seen);
  for (const { kind, id, digest } of outside) {
    if (stored.get(pinKey(id, digest))?.kind === kind) continue;
    const message = `The ${kind} ${id} ${shortDigest(digest)} is named by this upload and is neither in it nor in the registry.`;
    throw new Failure('content-invalid', message, { hint: 'Upload what a version names with it or before it.' });
  }
  for (const { kind, id, digest } of parents) {
    if (inBatch.has(`${kind} ${pinKey(id, digest)}`) || stored.has(pinKey(id, digest))) continue;
    throw new Failure('request-invalid', `${id}: the parent ${shortDigest(digest)} is not a version of it.`);
  }
}

async function numberVersions(
  db: Database,
  project: string,
  versions: readonly CheckedVersion[],
  stored: ReadonlyMap<string, StoredVersion>,
): Promise<Numbers> {
  const prompts = await findPrompts(db, project, [...new Set(versions.map(({ id }) => id))]);
  const last = new Map([...prompts].map(([id, row]) => [id, row.last_number]));
  const numbered = new Map<string, NumberedVersion>();
  for (const { id, digest } of versions) {
    const known = stored.get(pinKey(id, digest));
    const number = known?.number ?? (last.get(id) ?? 0) + 1;
    if (known === undefined) last.set(id, number);
    numbered.set(pinKey(id, digest), { id, digest, number, created: known === undefined });
  }
  return numbered;
}

async function addNew(db: Database, call: Call, batch: Batch, created: readonly CheckedVersion[], numbered: Numbers): Promise<void> {
  const { project, time } = call;
  const contents = created.map(({ digest, kind, body, hasModel }) => ({
    project,
    digest,
    kind,
    body,
    has_model: hasModel ? (1 as const) : (0 as const),
    created_at: time,
  }));
  await addContents(db, contents);
  await addSources(
    db,
    created.flatMap(({ digest, source }) => (source === undefined ? [] : [{ project, digest, ...source }])),
  );
  const { id: uploader_id, name: uploader_name } = actorOf(call);
  await addVersions(
    db,
    created.map(({ id, digest, kind, parent }) => ({
      project,
      prompt: id,
      number: numberOf(numbered, id, digest).number,
      digest,
      kind,
      parent: parent ?? null,
      draft: batch.isDraft ? 1 : 0,
      commit_id: batch.commit ?? null,
      branch: batch.branch ?? null,
      author_name: batch.author?.name ?? null,
      author_email: batch.author?.email ?? null,
      message: batch.message ?? null,
      uploader_id,
      uploader_name,
      created_at: time,
    })),
  );
}

async function recordUpload(db: Database, call: Call, batch: Batch, changed: readonly CheckedVersion[], numbered: Numbers): Promise<void> {
  const versions = changed.map(({ id, digest }) => ({ id, digest, number: numberOf(numbered, id, digest).number }));
  const { commit, acceptSecrets } = batch;
  const after = { versions, ...(commit !== undefined && { commit }), ...(acceptSecrets !== undefined && { acceptSecrets }) };
  const [only] = versions;
  const target = versions.length === 1 && only !== undefined ? `${only.id}@${only.digest}` : `${versions.length} versions`;
  await recordAct(db, call, { target, before: null, after, verdict: 'digests recomputed' });
}

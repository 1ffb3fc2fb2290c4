import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { QueryOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { listVersions, missingVersions } from '../../../protocol/versions.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { type KnownSource, namesBranch, readSources } from '../../storage/governance/version-sources.ts';
import { findPrompts } from '../../storage/versions/prompts.ts';
import { findVersions, pageOfVersions, type VersionRow } from '../../storage/versions/versions.ts';
import { type Call, sees } from '../call.ts';
import { numberCursor, PAGE, pageOf } from '../cursor.ts';

interface NamedVersion {
  readonly id: PromptId;
  readonly digest: Digest;
}

/**
 * Which of these versions a push should upload: those not stored, drafts, which a push makes ordinary versions, and
 * those not known from the branch that an issuer says the caller pushes from.
 */
export async function findMissing(call: Call, versions: readonly NamedVersion[]): Promise<ReplyOf<typeof missingVersions>> {
  const stored = await findVersions(call.db, call.project, versions);
  const sources = await sourcesFor(call, versions);
  const isThere = ({ id, digest }: NamedVersion) =>
    sees(call, id) && stored.get(pinKey(id, digest))?.isDraft === false && isAttested(call, sources.get(pinKey(id, digest)));
  return { missing: versions.filter((version) => !isThere(version)) };
}

async function sourcesFor({ db, project, principal }: Call, versions: readonly NamedVersion[]): ReturnType<typeof readSources> {
  return namesBranch(principal.attested) ? await readSources(db, project, versions) : new Map();
}

function isAttested({ principal: { attested } }: Call, sources: readonly KnownSource[] | undefined): boolean {
  if (!namesBranch(attested)) return true;
  const { issuer, branch, repository } = attested;
  return sources?.some((one) => one.issuer === issuer && one.branch === branch && one.repository === repository) ?? false;
}

/** The versions of a prompt, newest first. */
export async function versionsOf(call: Call, prompt: PromptId, query: QueryOf<typeof listVersions>): Promise<ReplyOf<typeof listVersions>> {
  await requirePrompt(call, prompt);
  const { prefix, number, limit = PAGE } = query;
  const before = numberCursor(query.cursor);
  const rows = await pageOfVersions(call.db, call.project, {
    prompt,
    ...(prefix !== undefined && { prefix: prefix.startsWith('sha256:') ? prefix : `sha256:${prefix}` }),
    ...(number !== undefined && { number }),
    ...(before !== undefined && { before }),
    limit: limit + 1,
  });
  const { page, ...rest } = pageOf(rows, limit, (row) => row.number);
  return { versions: page.map(versionOf), ...rest };
}

async function requirePrompt({ db, project }: Call, prompt: PromptId): Promise<void> {
  if ((await findPrompts(db, project, [prompt])).size === 0) {
    throw new Failure('not-found', `There is no prompt "${prompt}" in project "${project}".`);
  }
}

/** What a version, or an edit that made one, says of itself. */
export function versionOf(row: Omit<VersionRow, 'project' | 'draft'>): ReplyOf<typeof listVersions>['versions'][number] {
  return {
    id: row.prompt,
    digest: row.digest,
    number: row.number,
    kind: row.kind,
    createdAt: row.created_at,
    uploadedBy: { id: row.uploader_id, name: row.uploader_name },
    ...(row.parent !== null && { parent: row.parent }),
    ...(row.commit_id !== null && { commit: row.commit_id }),
    ...(row.branch !== null && { branch: row.branch }),
    ...(row.author_name !== null && row.author_email !== null && { author: { name: row.author_name, email: row.author_email } }),
    ...(row.message !== null && { message: row.message }),
  };
}

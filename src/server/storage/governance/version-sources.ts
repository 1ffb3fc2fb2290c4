import type { Attestation } from '../../../access/principal.ts';
import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { AttestedSource } from '../../../release/policy/facts.ts';
import { pinKey } from '../environments/environment-log.ts';
import { inChunks } from '../in-chunks.ts';
import type { Database, Tables } from '../tables.ts';

interface NamedVersion {
  readonly id: PromptId;
  readonly digest: Digest;
}

/** A branch that someone vouched for; an issuer that names none vouches for nothing that is kept. */
export type BranchAttestation = Attestation & { readonly branch: string };

export function namesBranch(attested: Attestation | undefined): attested is BranchAttestation {
  return attested?.branch !== undefined;
}

/** A source with who vouched for it. */
export interface KnownSource extends AttestedSource {
  readonly issuer: string;
}

/** Keeps that versions came from an attested branch; what is known already stays. */
export async function addSources(
  transaction: Database,
  project: string,
  versions: readonly NamedVersion[],
  { issuer, repository = '', repositoryId, branch, commit, workflow }: BranchAttestation,
  time: number,
): Promise<void> {
  const rows = versions.map(({ id, digest }): Tables['version_sources'] => ({
    ...{ project, prompt: id, digest, issuer, repository, branch, time },
    ...{ repository_id: repositoryId ?? null, commit_id: commit ?? null, workflow: workflow ?? null },
  }));
  for (const some of inChunks(rows)) {
    await transaction
      .insertInto('version_sources')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Where versions are known to come from, by `pinKey`. */
export async function readSources(
  db: Database,
  project: string,
  versions: readonly NamedVersion[],
): Promise<ReadonlyMap<string, readonly KnownSource[]>> {
  const found = new Map<string, KnownSource[]>(versions.map(({ id, digest }) => [pinKey(id, digest), []]));
  for (const some of inChunks([...new Set(versions.map(({ digest }) => digest))])) {
    const rows = db.selectFrom('version_sources').selectAll().where('project', '=', project).where('digest', 'in', some);
    for (const { prompt, digest, issuer, branch, repository } of await rows.orderBy('time').execute()) {
      found.get(pinKey(prompt, digest))?.push({ issuer, branch, ...(repository !== '' && { repository }) });
    }
  }
  return found;
}

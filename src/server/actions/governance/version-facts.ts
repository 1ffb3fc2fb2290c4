import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { VersionFact } from '../../../release/policy/facts.ts';
import { memberByEmail, readPrincipal } from '../../storage/access/principals.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { readSources } from '../../storage/governance/version-sources.ts';
import type { Database } from '../../storage/tables.ts';
import { readBodies } from '../../storage/versions/contents.ts';
import { findVersions, readVersions, type VersionRow } from '../../storage/versions/versions.ts';

interface NamedVersion {
  readonly id: PromptId;
  readonly digest: Digest;
}

/** What policy asks of versions, by `pinKey`. Partials and guardrail sets are served inside prompts, never by themselves, so they are not here. */
export async function versionFacts(
  db: Database,
  project: string,
  wanted: readonly NamedVersion[],
): Promise<ReadonlyMap<string, VersionFact>> {
  const stored = await findVersions(db, project, wanted);
  const prompts = wanted.filter(({ id, digest }) => stored.get(pinKey(id, digest))?.kind === 'prompt');
  const rows = await readVersions(db, project, prompts);
  const sources = await readSources(db, project, prompts);
  const bodies = await readBodies(db, project, [...new Set(prompts.map(({ digest }) => digest))]);
  const authorsOf = authorFinder(db);
  const facts = new Map<string, VersionFact>();
  for (const { id, digest } of prompts) {
    const key = pinKey(id, digest);
    const row = rows.get(key);
    const risk = riskOf(bodies.get(digest));
    facts.set(key, {
      hasModel: stored.get(key)?.hasModel ?? false,
      authors: row === undefined ? [] : await authorsOf(row),
      attested: sources.get(key) ?? [],
      ...(risk !== undefined && { risk }),
    });
  }
  return facts;
}

/**
 * Finds who wrote versions: the member whom the commit names, and the uploader if it is a person.
 *
 * Both, because an uploader can write any name into a commit: nobody gets to approve their own version by naming another.
 */
function authorFinder(db: Database): (row: VersionRow) => Promise<string[]> {
  const users = new Map<string, Promise<string | undefined>>();
  const once = (key: string, find: () => Promise<string | undefined>) => {
    const known = users.get(key) ?? find();
    users.set(key, known);
    return known;
  };
  return async ({ author_email, uploader_id }) => {
    const named =
      author_email === null ? undefined : await once(`@${author_email}`, async () => (await memberByEmail(db, author_email))?.id);
    const uploader = await once(uploader_id, async () =>
      (await readPrincipal(db, uploader_id))?.kind === 'user' ? uploader_id : undefined,
    );
    return [...new Set([named, uploader])].filter((id) => id !== undefined);
  };
}

function riskOf(body: string | undefined): VersionFact['risk'] {
  return body === undefined ? undefined : (JSON.parse(body) as Pick<VersionFact, 'risk'>).risk;
}

import type { DatabaseCheck } from './finding.ts';

/** Every version has its content, every prompt knows its newest version, every draft its version. */
export const checkVersions: DatabaseCheck = async function* (db) {
  const bare = await db
    .selectFrom('versions')
    .leftJoin('contents', (join) =>
      join.onRef('contents.project', '=', 'versions.project').onRef('contents.digest', '=', 'versions.digest'),
    )
    .select(['versions.project', 'versions.prompt', 'versions.number', 'versions.digest'])
    .where('contents.digest', 'is', null)
    .execute();
  for (const { project, prompt, number, digest } of bare) {
    yield { subject: `${project}: ${prompt}@v${number}`, message: `its content ${digest} is not there` };
  }
  const adrift = await db
    .selectFrom('prompts')
    .leftJoin('versions', (join) =>
      join
        .onRef('versions.project', '=', 'prompts.project')
        .onRef('versions.prompt', '=', 'prompts.id')
        .onRef('versions.number', '=', 'prompts.latest_number')
        .onRef('versions.digest', '=', 'prompts.latest_digest'),
    )
    .select(['prompts.project', 'prompts.id', 'prompts.latest_number'])
    .where('versions.digest', 'is', null)
    .execute();
  for (const { project, id, latest_number } of adrift) {
    yield { subject: `${project}: ${id}`, message: `its newest version, ${latest_number}, is not there` };
  }
  const lost = await db
    .selectFrom('drafts')
    .leftJoin('versions', (join) =>
      join
        .onRef('versions.project', '=', 'drafts.project')
        .onRef('versions.prompt', '=', 'drafts.prompt')
        .onRef('versions.digest', '=', 'drafts.digest'),
    )
    .select(['drafts.project', 'drafts.prompt', 'drafts.digest'])
    .where('versions.digest', 'is', null)
    .execute();
  for (const { project, prompt, digest } of lost) {
    yield { subject: `${project}: ${prompt}`, message: `the version ${digest} of a draft is not there` };
  }
  const textless = await db
    .selectFrom('drafts')
    .leftJoin('draft_files', (join) =>
      join.onRef('draft_files.project', '=', 'drafts.project').onRef('draft_files.blob', '=', 'drafts.blob'),
    )
    .select(['drafts.project', 'drafts.prompt', 'drafts.blob'])
    .where('drafts.blob', '<>', '')
    .where('draft_files.blob', 'is', null)
    .execute();
  for (const { project, prompt, blob } of textless) {
    yield { subject: `${project}: ${prompt}`, message: `the file ${blob} of a draft is not there` };
  }
};

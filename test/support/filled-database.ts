import { type Digest, digestOf } from '../../src/base/digest.ts';
import { canonicalJson } from '../../src/base/json/canonical-json.ts';
import { partDigest, storedDatasetDigest } from '../../src/evals/dataset/stored/stored-dataset.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import { createProject } from '../../src/server/actions/environments/create-project.ts';
import { appendAudit } from '../../src/server/storage/access/audit-trail.ts';
import { addDataset, addPart } from '../../src/server/storage/datasets/datasets.ts';
import { kyselyEnvironmentLog } from '../../src/server/storage/environments/kysely-environment-log.ts';
import type { Database } from '../../src/server/storage/tables.ts';
import { addContents, addSources } from '../../src/server/storage/versions/contents.ts';
import { addDraftFile, openDraft } from '../../src/server/storage/versions/drafts.ts';
import { writePrompts } from '../../src/server/storage/versions/prompts.ts';
import { addVersions } from '../../src/server/storage/versions/versions.ts';
import { id, promptVersion, sourceOf } from './sample-versions.ts';

const project = 'default';
const BY = { uploader_id: 'p1', uploader_name: 'mia' };
const UNSAID = { commit_id: null, branch: null, author_name: null, author_email: null, message: null };
const production = { project, name: 'production' as EnvironmentName };

/** Text that a copy could spoil: quotes, line ends, signs of other scripts, and what looks like the end of a line of JSON. */
const AWKWARD = `It's "quoted"\r\n\ttab, 漢字 🎉 \u2028 \\u0000 ]}\n{"end":`;

/** Writes something of everything that a registry stores, as a registry writes it, with `prompts` prompts of two versions. */
export async function fillDatabase(db: Database, prompts = 3): Promise<void> {
  await createProject(db, project, DEFAULT_ENVIRONMENTS, 1000);
  await db.transaction().execute(async (transaction) => {
    for (let index = 0; index < prompts; index += 1) await addPrompt(transaction, `p${index}`, `${AWKWARD} ${index}`);
    await addRows(transaction);
    await appendAudit(transaction, project, {
      time: 5,
      actor: { id: 'p1', name: 'Zoë' },
      action: 'applyPins',
      target: 'production',
      before: null,
      after: { text: AWKWARD },
      verdict: 'allowed',
      requestId: 'r1',
    });
  });
}

async function addPrompt(db: Database, prompt: string, text: string): Promise<void> {
  const versions = [promptVersion(prompt, text), promptVersion(prompt, `${text}, kinder`)];
  const rows = versions.map(({ digest, kind, content }) => ({ project, digest, kind, body: canonicalJson(content), created_at: 2000 }));
  await addContents(
    db,
    rows.map((row) => ({ ...row, has_model: 1 })),
  );
  await addSources(
    db,
    versions.map(({ digest }) => ({ project, digest, ...sourceOf(`${text}\n`) })),
  );
  const stored = versions.map(({ digest, kind }, index) => ({
    project,
    prompt: id(prompt),
    number: index + 1,
    digest,
    kind,
    created_at: 2000,
  }));
  await addVersions(
    db,
    stored.map((version) => ({ ...version, ...UNSAID, ...BY, parent: null, draft: 0 })),
  );
  const [first, last] = versions;
  if (first === undefined || last === undefined) throw new Error('a prompt has two versions');
  const newest = { last_number: 2, latest_number: 2, latest_digest: last.digest, latest_at: 2000 };
  const label = { project, prompt: id(prompt), kind: 'tag' as const, position: 0, label: 'care' };
  await writePrompts(db, [{ project, id: id(prompt), kind: 'prompt', name: text, description: null, ...newest }], [label]);
  const edit = { project, prompt: id(prompt), digest: last.digest, parent: first.digest, created_at: 3000 };
  const file = sourceOf(`${text} edited\n`);
  await addDraftFile(db, { project, ...file });
  await openDraft(db, { ...edit, blob: file.blob, parent_blob: '', ...UNSAID, ...BY, message: AWKWARD });
  const log = kyselyEnvironmentLog(db);
  for (const { digest } of versions) {
    const { pins, ...at } = await log.current(production);
    const from = pins.get(id(prompt));
    const moves = [{ prompt: id(prompt), to: digest, ...(from && { from }) }];
    await log.append(production, at, { moves, time: 4000, actor: { id: 'p1', name: 'mia' }, cause: 'apply', requestId: 'r1' });
  }
}

async function addRows(db: Database): Promise<void> {
  const text = `${JSON.stringify({ inputs: { text: AWKWARD } })}\n`;
  const manifest = { parts: [{ digest: partDigest(text), rows: 1 }] };
  await addPart(db, { project, digest: partDigest(text), lines: 1, text, created_at: 1 });
  const row = { project, name: id('rows'), digest: storedDatasetDigest(manifest), manifest: canonicalJson(manifest), ...BY };
  await addDataset(db, { ...row, created_at: 1 });
}

/** A digest that names nothing. */
export const NOWHERE: Digest = digestOf('nowhere');

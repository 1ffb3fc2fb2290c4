import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { canonicalJson } from '../../../base/json/canonical-json.ts';
import { caseReader } from '../../../evals/dataset/case-reader.ts';
import { partDigest, storedDatasetDigest } from '../../../evals/dataset/stored/stored-dataset.ts';
import type { storeDataset as datasetEndpoint, storeDatasetPart as partEndpoint } from '../../../protocol/datasets.ts';
import type { BodyOf, ParamsOf, ReplyOf } from '../../../protocol/endpoint.ts';
import { addDataset, addPart, knownParts } from '../../storage/datasets/datasets.ts';
import { actorOf, type Call, recordAct } from '../call.ts';

/** Stores rows of a dataset. @throws Failure `digest-mismatch`; `content-invalid` for what is no rows */
export async function storePart(
  call: Call,
  { dataset, digest }: ParamsOf<typeof partEndpoint>,
  { text }: BodyOf<typeof partEndpoint>,
): Promise<ReplyOf<typeof partEndpoint>> {
  authorise(call.principal, 'prompts:write', { project: call.project, prompt: dataset });
  const computed = partDigest(text);
  if (computed !== digest) throw new Failure('digest-mismatch', `The rows of ${dataset} have the digest ${computed}, not ${digest}.`);
  const reader = caseReader(dataset, 'jsonl');
  const read = [...reader.push(text), ...reader.end()];
  const [finding] = read.flatMap(({ case: evalCase, diagnostics }) => (evalCase === undefined ? diagnostics : []));
  if (finding !== undefined || read.length === 0 || !text.endsWith('\n')) {
    throw new Failure('content-invalid', `${dataset}: ${finding?.message ?? 'a part is one row per line, each with its line end.'}`, {
      hint: 'Upload with `promptlane dataset push`.',
    });
  }
  await addPart(call.db, { project: call.project, digest, lines: read.length, text, created_at: call.time });
  return { rows: read.length };
}

/**
 * Stores a version of a dataset, if all its parts are there; else tells which are not.
 *
 * @throws Failure `digest-mismatch`; `content-invalid` when a part has another number of rows than is said
 */
export async function storeDataset(
  call: Call,
  { dataset, digest }: ParamsOf<typeof datasetEndpoint>,
  manifest: BodyOf<typeof datasetEndpoint>,
): Promise<ReplyOf<typeof datasetEndpoint>> {
  authorise(call.principal, 'prompts:write', { project: call.project, prompt: dataset });
  const computed = storedDatasetDigest(manifest);
  if (computed !== digest) throw new Failure('digest-mismatch', `${dataset} has the digest ${computed}, not ${digest}.`);
  const { id: uploader_id, name: uploader_name } = actorOf(call);
  return await call.db.transaction().execute(async (transaction) => {
    const known = await knownParts(transaction, call.project, [...new Set(manifest.parts.map((part) => part.digest))]);
    const missing = [...new Set(manifest.parts.filter((part) => !known.has(part.digest)).map((part) => part.digest))];
    if (missing.length > 0) return { stored: false, created: false, missing };
    const wrong = manifest.parts.find((part) => known.get(part.digest) !== part.rows);
    if (wrong) throw new Failure('content-invalid', `${dataset}: the part ${shortDigest(wrong.digest)} has another number of rows.`);
    const row = { project: call.project, name: dataset, digest, manifest: canonicalJson(manifest), uploader_id, uploader_name };
    const created = await addDataset(transaction, { ...row, created_at: call.time });
    if (created) {
      const rows = manifest.parts.reduce((sum, part) => sum + part.rows, 0);
      await recordAct(transaction, call, { target: `${dataset}@${digest}`, before: null, after: { rows }, verdict: 'stored' });
    }
    return { stored: true, created, missing: [] };
  });
}

import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { manifestSchema, type readDataset as readEndpoint } from '../../../protocol/datasets.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import { findDataset, readPart } from '../../storage/datasets/datasets.ts';
import { type Call, sees } from '../call.ts';

/** What a version of a dataset consists of. @throws Failure `not-found` */
export async function datasetVersion(
  call: Call,
  { dataset, digest }: { readonly dataset: PromptId; readonly digest: Digest },
): Promise<ReplyOf<typeof readEndpoint>> {
  const row = sees(call, dataset) ? await findDataset(call.db, call.project, dataset, digest) : undefined;
  if (row === undefined) throw new Failure('not-found', `There is no dataset ${dataset}@${digest}.`);
  return { ...manifestSchema.parse(JSON.parse(row.manifest)), createdAt: row.created_at };
}

/** The rows of one part; parts are read through a version, so that only who may see the dataset sees its rows. */
export async function datasetPart(
  call: Call,
  { part, ...version }: { readonly dataset: PromptId; readonly digest: Digest; readonly part: string },
): Promise<{ text: string }> {
  const { parts } = await datasetVersion(call, version);
  const named = parts[Number(part)];
  const text = named && (await readPart(call.db, call.project, named.digest));
  if (text === undefined) throw new Failure('not-found', `The dataset ${version.dataset}@${version.digest} has no part ${part}.`);
  return { text };
}

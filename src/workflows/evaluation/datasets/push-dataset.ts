import { hasErrors, placeOf } from '../../../base/diagnostic.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { EvalCase } from '../../../evals/dataset/eval-case.ts';
import { secretsOf } from '../../../evals/dataset/lint/lint-cases.ts';
import { scanDataset } from '../../../evals/dataset/scan-dataset.ts';
import { datasetReferenceText, isDatasetName } from '../../../evals/dataset/stored/dataset-reference.ts';
import { type DatasetPart, partsOf, storedDatasetDigest, storedRow } from '../../../evals/dataset/stored/stored-dataset.ts';
import type { Registry } from '../../../registry/registry.ts';
import { temporarySpill } from '../../../workspace/datasets/temporary-spill.ts';
import type { DatasetFile } from './read-datasets.ts';

export interface PushedDataset {
  readonly name: string;
  /** Of all that the rows hold, and so another than that of what is asked, by which runs are compared. */
  readonly digest: Digest;
  /** What a suite names it by. */
  readonly reference: string;
  readonly rows: number;
  readonly parts: number;
  /** Parts that the registry did not have. */
  readonly uploaded: number;
  /** False when the registry had this version. */
  readonly created: boolean;
}

/**
 * Stores the rows of a file in the registry, as a version that its digest names. What is there already is not sent.
 *
 * The file is read three times and never held.
 * @throws Failure `usage-invalid` for a name that is none, `suite-invalid` for rows with errors or with keys in them
 */
export async function pushDataset(
  name: string,
  { rows: file, path }: Pick<DatasetFile, 'rows' | 'path'>,
  registry: Pick<Registry, 'storeDataset' | 'storeDatasetPart'>,
): Promise<PushedDataset> {
  if (!isDatasetName(name)) {
    throw new Failure('usage-invalid', `"${name}" is no name of a dataset.`, { hint: 'Give one like `support/triage` with `--name`.' });
  }
  const { diagnostics, selected, count } = await scanDataset([file], { onCase: refuseSecrets, openSpill: temporarySpill });
  const [error] = diagnostics.filter((one) => hasErrors([one]));
  if (error) throw new Failure('suite-invalid', error.message, { where: placeOf(error), hint: `Run \`promptlane dataset lint ${path}\`.` });
  const parts: DatasetPart[] = [];
  for await (const { digest, rows } of partsOf(linesOf(selected))) parts.push({ digest, rows });
  const manifest = { parts };
  let answer = await registry.storeDataset(name, manifest);
  const wanted = new Set(answer.missing);
  if (!answer.stored) {
    for await (const part of partsOf(linesOf(selected))) if (wanted.has(part.digest)) await registry.storeDatasetPart(name, part);
    answer = await registry.storeDataset(name, manifest);
  }
  if (!answer.stored) throw new Failure('dataset-changed', `The dataset ${path} changed while it was read.`);
  const digest = storedDatasetDigest(manifest);
  const reference = datasetReferenceText({ name, digest });
  return { name, digest, reference, rows: count, parts: parts.length, uploaded: wanted.size, created: answer.created };
}

async function* linesOf(cases: AsyncIterable<EvalCase>): AsyncGenerator<string> {
  for await (const evalCase of cases) yield storedRow(evalCase);
}

/** What is stored cannot be taken back. */
function refuseSecrets(evalCase: EvalCase): void {
  const [secret] = secretsOf(evalCase).filter((one) => hasErrors([one]));
  if (secret) throw new Failure('suite-invalid', secret.message, { where: placeOf(secret), ...(secret.hint && { hint: secret.hint }) });
}

import { type DatasetManifest, partDigest, storedDatasetDigest } from '../../../evals/dataset/stored/stored-dataset.ts';
import { knownParts } from '../../storage/datasets/datasets.ts';
import type { Tables } from '../../storage/tables.ts';
import { tableRows } from '../table-rows.ts';
import type { DatabaseCheck } from './finding.ts';

/** Every part of a dataset is what its digest says, and every dataset has its parts. */
export const checkDatasets: DatabaseCheck = async function* (db, words) {
  for await (const row of tableRows(db, words, 'dataset_parts')) {
    const { project, digest, text } = row as unknown as Tables['dataset_parts'];
    const found = partDigest(text);
    if (found !== digest) yield { subject: `${project}: ${digest}`, message: `the part has the digest ${found}` };
  }
  for await (const row of tableRows(db, words, 'datasets')) {
    const { project, name, digest, manifest } = row as unknown as Tables['datasets'];
    const subject = `${project}: ${name}@${digest}`;
    const { parts } = JSON.parse(manifest) as DatasetManifest;
    const found = storedDatasetDigest({ parts });
    if (found !== digest) yield { subject, message: `its parts have the digest ${found}` };
    const known = await knownParts(db, project, [...new Set(parts.map((part) => part.digest))]);
    const missing = parts.find((part) => known.get(part.digest) !== part.rows);
    if (missing !== undefined) yield { subject, message: `its part ${missing.digest} of ${missing.rows} rows is not there` };
  }
};

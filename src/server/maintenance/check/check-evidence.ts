import { type DsseEnvelope, payloadText, signerOfEnvelope } from '../../../access/evidence/dsse-envelope.ts';
import { sha256Hex } from '../../../base/digest.ts';
import { readSigningKeys } from '../../storage/signing/signing-keys.ts';
import type { Tables } from '../../storage/tables.ts';
import { tableRows } from '../table-rows.ts';
import type { DatabaseCheck } from './finding.ts';

/** Evidence is what its id says, signed by a key of the registry, of a run that is there; a run has the results that it counts. */
export const checkEvidence: DatabaseCheck = async function* (db, words) {
  const keys = await readSigningKeys(db);
  const results = new Map<string, number>();
  for await (const row of tableRows(db, words, 'run_results')) {
    const { project, run } = row as unknown as Tables['run_results'];
    const subject = `${project}: run ${run}`;
    results.set(subject, (results.get(subject) ?? 0) + 1);
  }
  const runs = new Set<string>();
  for await (const row of tableRows(db, words, 'runs')) {
    const { project, id, results: said } = row as unknown as Tables['runs'];
    const subject = `${project}: run ${id}`;
    const found = results.get(subject) ?? 0;
    if (found !== said) yield { subject, message: `it counts ${said} results, and ${found} are there` };
    results.delete(subject);
    runs.add(subject);
  }
  for (const subject of results.keys()) yield { subject, message: 'its results are there without it' };
  for await (const row of tableRows(db, words, 'evidence')) {
    const { project, id, run, envelope } = row as unknown as Tables['evidence'];
    const subject = `${project}: ${id}`;
    const signed = JSON.parse(envelope) as DsseEnvelope;
    const found = `sha256:${sha256Hex(payloadText(signed) ?? '')}`;
    if (found !== id) yield { subject, message: `what was signed has the digest ${found}` };
    if (signerOfEnvelope(signed, keys) === undefined) yield { subject, message: 'no key of the registry signed it' };
    if (!runs.has(`${project}: run ${run}`)) yield { subject, message: `its run ${run} is not there` };
  }
};

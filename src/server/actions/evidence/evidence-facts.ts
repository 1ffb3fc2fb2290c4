import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EvidenceFact } from '../../../release/policy/facts.ts';
import { pageOfEvidence } from '../../storage/evidence/evidence.ts';
import type { Database } from '../../storage/tables.ts';
import { isAccepted } from './accept-suites.ts';

/** More than anybody runs of one version; the newest are what a policy asks for. */
const MOST = 500;

/** What the registry has found of a version of a prompt, newest first: for policies, in the transaction that asks. */
export async function evidenceFacts(db: Database, project: string, prompt: PromptId, digest: Digest): Promise<EvidenceFact[]> {
  const rows = await pageOfEvidence(db, project, { prompt, digest, limit: MOST });
  const facts: EvidenceFact[] = [];
  for (const { id, suite, suite_digest, cases, baseline, verdict, discounted, created_at: at } of rows) {
    facts.push({
      id,
      suite,
      isAccepted: await isAccepted(db, project, { suite, digest: suite_digest, cases }),
      baseline: baseline ?? 'none',
      verdict,
      ...(discounted !== null && { discounted }),
      at,
    });
  }
  return facts;
}

import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type AskedCase, askedCasesDigest } from '../../evals/dataset/asked-cases-digest.ts';
import { suiteCalled } from '../../evals/suite/asked/suite-cells.ts';
import { suiteContent, suiteDigest } from '../../evals/suite/suite.ts';
import type { AcceptedSuite } from '../../registry/areas/evidence.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Evaluation } from '../evaluation/select-evaluations.ts';

/**
 * Stores a suite of the working tree and accepts it: what it asks, and the cases that it asks it of.
 *
 * @throws Failure `usage-invalid` when there is no such suite
 */
export async function acceptSuiteOfTree(
  name: string,
  reason: string | undefined,
  evaluations: readonly Evaluation[],
  registry: Pick<Registry, 'storeSuite' | 'acceptSuite'>,
): Promise<AcceptedSuite[]> {
  const own = evaluations.filter(({ suite }) => suite.name === name || suiteCalled(suite) === name);
  const suites = new Map(own.map((evaluation) => [suiteCalled(evaluation.suite), evaluation]));
  if (suites.size === 0) {
    const known = [...new Set(evaluations.map(({ suite }) => suite.name))];
    throw new Failure('usage-invalid', `There is no suite "${name}".${didYouMean(name, known)}`);
  }
  const accepted: AcceptedSuite[] = [];
  for (const [suite, evaluation] of suites) {
    const cases: AskedCase[] = [];
    for await (const { caseId, tags, group } of evaluation.cases) cases.push({ caseId, tags, ...(group !== undefined && { group }) });
    await registry.storeSuite(suite, suiteContent(evaluation.suite));
    const asked = { suite, digest: suiteDigest(evaluation.suite), cases: askedCasesDigest(cases) };
    accepted.push(await registry.acceptSuite({ ...asked, ...(reason !== undefined && { reason }) }));
  }
  return accepted;
}

import { suiteCalled } from '../../evals/suite/asked/suite-cells.ts';
import { suiteContent } from '../../evals/suite/suite.ts';
import type { Registry } from '../../registry/registry.ts';
import { readPolicy } from '../../release/policy/policy.ts';
import type { Evaluation } from '../evaluation/select-evaluations.ts';

/**
 * Stores the suites that policies of the registry name, as the working tree has them: an admin can look at them and accept them
 * before anything was run. Stored, they count for nothing.
 */
export async function storeNamedSuites(
  evaluations: () => Promise<readonly Evaluation[]>,
  registry: Pick<Registry, 'environments' | 'storeSuite'>,
): Promise<string[]> {
  const named = new Set(
    (await registry.environments()).flatMap(({ policy }) => {
      const { require, when } = readPolicy(policy).policy;
      return [require, ...when.map((one) => one.require)].flatMap(({ evidence = [] }) => evidence.map(({ suite }) => suite));
    }),
  );
  if (named.size === 0) return [];
  const suites = new Map((await evaluations()).map(({ suite }) => [suiteCalled(suite), suite]));
  const own = [...suites].filter(([name]) => named.has(name));
  for (const [name, suite] of own) await registry.storeSuite(name, suiteContent(suite));
  return own.map(([name]) => name);
}

import { didYouMean } from '../../base/text/suggest.ts';
import type { Findings } from '../../prompt/document/findings.ts';
import type { Bound, Gate, RegressionRule, ScorerGate } from '../gate/gate.ts';
import { parseBound } from '../gate/parse-bound.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { RUN_GATE_KEYS, type SuiteFile } from './suite-schema.ts';

type GateFile = NonNullable<SuiteFile['gate']>;
type ScorerGateFile = GateFile[string];

const MEASURING: ReadonlySet<string> = new Set(['latency', 'cost', 'tokens']);

/** The gate as the comparison takes it, defaults filled in. */
export function readGate({ errors, mustPass, maxCost, ...scorers }: GateFile): Gate {
  const rules = Object.entries(scorers as Record<string, ScorerGateFile>).map(([id, rule]) => [id, scorerGate(rule)] as const);
  return {
    scorers: new Map(rules),
    maxErrorRate: (errors && parseBound(errors.rate)?.value) ?? 0,
    mustPassTags: mustPass ?? [],
    ...(maxCost === undefined ? {} : { maxCost }),
  };
}

/** Names entries of the gate that could never decide anything: for a scorer that does not exist, or a figure it does not give. */
export function checkGate(findings: Findings, gate: GateFile, scorers: readonly ScorerSpec[]): void {
  const ids = scorers.map(({ id }) => id);
  for (const [id, rule] of Object.entries(gate)) {
    if ((RUN_GATE_KEYS as readonly string[]).includes(id)) continue;
    const scorer = scorers.find((spec) => spec.id === id);
    if (scorer === undefined) {
      const message = `The gate names "${id}", which is not a scorer of this suite.${didYouMean(id, [...ids, ...RUN_GATE_KEYS])}`;
      findings.addToKey(['gate', id], { rule: 'gate-unknown-scorer', message });
      continue;
    }
    const percentiles = MEASURING.has(scorer.uses) ? [] : ['p50', 'p95'].filter((key) => key in (rule as ScorerGateFile));
    for (const key of percentiles) {
      const message = `"${id}" measures nothing; \`${key}\` is for latency and cost.`;
      findings.addToKey(['gate', id, key], { rule: 'gate-no-figure', message });
    }
  }
}

function scorerGate({ mean, passRate, p50, p95, regression, strict }: ScorerGateFile): ScorerGate {
  return {
    ...bounded('mean', mean),
    ...bounded('passRate', passRate),
    ...bounded('p50', p50),
    ...bounded('p95', p95),
    ...(regression === undefined ? {} : { regression: regressionRule(regression) }),
    ...(strict === undefined ? {} : { strict }),
  };
}

function bounded<Key extends string>(key: Key, text: string | undefined): { [Name in Key]?: Bound } {
  const bound = text === undefined ? undefined : parseBound(text);
  return bound === undefined ? {} : ({ [key]: bound } as { [Name in Key]?: Bound });
}

function regressionRule({
  maxDrop,
  confidence = 0.95,
  onInconclusive = 'warn',
}: NonNullable<ScorerGateFile['regression']>): RegressionRule {
  return { maxDrop, confidence, onInconclusive };
}

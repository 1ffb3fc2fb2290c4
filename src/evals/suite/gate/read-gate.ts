import { didYouMean } from '../../../base/text/suggest.ts';
import type { Findings } from '../../../prompt/document/findings.ts';
import type { Bound, Gate, RegressionRule, ScorerGate, SliceGate } from '../../gate/rules/gate.ts';
import { parseBound } from '../../gate/rules/parse-bound.ts';
import { parseRepeats } from '../../gate/rules/parse-repeats.ts';
import type { ScorerSpec } from '../../scorer/scorer.ts';
import { type GateFile, RUN_GATE_KEYS, type ScorerGateFile } from './gate-schema.ts';

const MEASURING: ReadonlySet<string> = new Set(['latency', 'cost', 'tokens']);

/** The gate as the comparison takes it, defaults filled in. */
export function readGate({ errors, mustPass, maxCost, slices, ...scorers }: GateFile): Gate {
  const rules = Object.entries(scorers as Record<string, ScorerGateFile>).map(([id, rule]) => [id, scorerGate(rule)] as const);
  return {
    scorers: new Map(rules),
    maxErrorRate: (errors && parseBound(errors.rate)?.value) ?? 0,
    ...protectedCases(mustPass),
    ...(maxCost === undefined ? {} : { maxCost }),
    ...(slices === undefined ? {} : { slices: sliceGates(slices) }),
  };
}

/** What of a suite its gate is about. */
interface Gated {
  readonly scorers: readonly ScorerSpec[];
  readonly repeat: number;
  /** False where the suite says `baseline: none`. */
  readonly hasBaseline: boolean;
}

/** Names entries of the gate that could never decide anything: for a scorer that does not exist, or a figure it does not give. */
export function checkGate(findings: Findings, gate: GateFile, gated: Gated): void {
  const { slices = {}, mustPass } = gate;
  for (const [id, rule] of Object.entries(gate)) {
    if (!(RUN_GATE_KEYS as readonly string[]).includes(id)) checkRule(findings, ['gate', id], rule as ScorerGateFile, gated);
  }
  for (const [tag, rules] of Object.entries(slices)) {
    for (const [id, rule] of Object.entries(rules)) checkRule(findings, ['gate', 'slices', tag, id], rule, gated);
  }
  if (mustPass !== undefined && !Array.isArray(mustPass)) checkRepeats(findings, mustPass.atLeast, gated);
}

function checkRule(findings: Findings, path: readonly string[], rule: ScorerGateFile, { scorers, hasBaseline }: Gated): void {
  const id = path.at(-1) ?? '';
  const scorer = scorers.find((spec) => spec.id === id);
  if (scorer === undefined) {
    const known = [...scorers.map((spec) => spec.id), ...RUN_GATE_KEYS];
    findings.addToKey(path, {
      rule: 'gate-unknown-scorer',
      message: `The gate names "${id}", which is not a scorer of this suite.${didYouMean(id, known)}`,
    });
    return;
  }
  for (const key of hasBaseline ? [] : (['regression', 'strict'] as const).filter((one) => rule[one])) {
    const message = `\`${key}\` compares with a baseline, and the suite says \`baseline: none\`.`;
    findings.addToKey([...path, key], { rule: 'gate-no-baseline', message });
  }
  const percentiles = MEASURING.has(scorer.uses) ? [] : ['p50', 'p95'].filter((key) => key in rule);
  for (const key of percentiles) {
    const message = `"${id}" measures nothing; \`${key}\` is for latency, cost and tokens.`;
    findings.addToKey([...path, key], { rule: 'gate-no-figure', message });
  }
}

/** `2 of 3` of a suite that asks once, or five times, is a mistake on one side or the other. */
function checkRepeats(findings: Findings, atLeast: string, { repeat }: Gated): void {
  const repeats = parseRepeats(atLeast);
  if (repeats === undefined || repeats.of === repeat) return;
  const message = `"${atLeast}" is of ${repeats.of} repeats, and the suite has \`repeat: ${repeat}\`.`;
  findings.addToKey(['gate', 'mustPass', 'atLeast'], { rule: 'wrong-value', message });
}

function protectedCases(mustPass: GateFile['mustPass']): Pick<Gate, 'mustPassTags' | 'mustPassRepeats'> {
  if (mustPass === undefined || Array.isArray(mustPass)) return { mustPassTags: mustPass ?? [] };
  const needed = parseRepeats(mustPass.atLeast)?.needed;
  return { mustPassTags: mustPass.tags, ...(needed === undefined ? {} : { mustPassRepeats: needed }) };
}

function sliceGates(slices: NonNullable<GateFile['slices']>): SliceGate[] {
  return Object.entries(slices).flatMap(([tag, rules]) =>
    Object.entries(rules).map(([scorer, rule]) => ({ tag, scorer, asked: scorerGate(rule) })),
  );
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
  metric,
  maxDrop,
  confidence = 0.95,
  onInconclusive = 'warn',
}: NonNullable<ScorerGateFile['regression']>): RegressionRule {
  return { ...(metric === undefined ? {} : { metric }), maxDrop, confidence, onInconclusive };
}

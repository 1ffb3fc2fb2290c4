import { type Digest, digestOf } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { matchesPathPattern } from '../../base/text/path-pattern.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { type Revision, revisionText } from '../../prompt/reference.ts';
import type { CaseSelection } from '../dataset/selection/select-cases.ts';
import type { Bound, Gate, ScorerGate } from '../gate/rules/gate.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { scorerDigest } from '../scorer/scorer-for.ts';
import type { Matrix, MatrixCell } from './asked/matrix.ts';
import { type Target, targetContent } from './asked/target.ts';

/** What a candidate is compared with: nothing, a version of the same prompt, or an earlier run in a file or folder. */
export type Baseline =
  | { readonly kind: 'none' }
  | { readonly kind: 'revision'; readonly revision: Revision }
  /** As the suite says it, relative to itself; absolute where the user named it. */
  | { readonly kind: 'file'; readonly file: string };

/** How prompts are evaluated: on which cases, by which scorers, against what, and what the gate asks. */
export interface Suite {
  readonly name: string;
  /** Ids, or patterns with `*` (within a segment) and `**` (any segments). */
  readonly prompts: readonly string[];
  /** `provider/model` to ask instead of the prompt's own. */
  readonly model?: string;
  /** What it is run with one after the other; `suiteCells` makes suites of it. */
  readonly matrix?: Matrix;
  /** Which of them this is; absent: not made for a cell. */
  readonly cell?: MatrixCell;
  /** Answers in place of a model. */
  readonly target?: Target;
  /** As the file says it: paths and patterns, resolved by whoever reads files, and datasets of the registry. Together one dataset. */
  readonly dataset: readonly string[];
  readonly selection: CaseSelection;
  readonly seed: number;
  /** Answers asked per case. */
  readonly repeat: number;
  readonly scorers: readonly ScorerSpec[];
  /** Absent: what the target environment pins. */
  readonly baseline?: Baseline;
  readonly gate: Gate;
}

/** True when a suite is about this prompt. */
export function coversPrompt({ prompts }: Pick<Suite, 'prompts'>, id: PromptId): boolean {
  return prompts.some((pattern) => matchesPathPattern(pattern, id));
}

/**
 * Names a suite by what it asks for, so that evidence says which bar was passed.
 *
 * Out: its name, the file, and where the dataset lies (the dataset has a digest of its own).
 */
export function suiteDigest(suite: Suite): Digest {
  return digestOf(suiteContent(suite));
}

/** What the digest of a suite is of: all that a registry needs to judge a run as this suite asks. `readStoredSuite` reads it. */
export function suiteContent(suite: Suite): JsonObject {
  const { prompts, model, matrix, cell, target, selection, seed, repeat, scorers, baseline, gate } = suite;
  return {
    v: 1,
    kind: 'suite',
    prompts,
    selection: selectionContent(selection),
    seed,
    repeat,
    scorers: scorers.map((spec) => ({ id: spec.id, digest: scorerDigest(spec), ...calibrationOf(spec) })),
    gate: gateContent(gate),
    ...(model === undefined ? {} : { model }),
    ...(cell?.parameters === undefined ? {} : { parameters: { ...cell.parameters } as unknown as JsonObject }),
    // A cell says by itself what it is run with: one more model in the matrix leaves the evidence of the others as it is.
    ...(matrix === undefined || cell !== undefined ? {} : { matrix: { ...matrix } as unknown as JsonObject }),
    ...(target === undefined ? {} : { target: targetContent(target) }),
    ...(baseline === undefined ? {} : { baseline: baselineText(baseline) }),
  };
}

/** The bar that a judge must pass to gate; no part of the scorer, whose scores it does not change. */
function calibrationOf({ parameters: { calibration } }: ScorerSpec): JsonObject {
  return calibration === undefined ? {} : { calibration };
}

function baselineText(baseline: Baseline): string {
  if (baseline.kind === 'file') return `file:${baseline.file}`;
  return baseline.kind === 'none' ? 'none' : revisionText(baseline.revision);
}

function selectionContent({ tags, not, part, sample }: CaseSelection): JsonObject {
  return defined({ tags, not, part: part && { name: part.name, of: part.of }, sample });
}

function gateContent({ scorers, slices, maxErrorRate, mustPassTags, mustPassRepeats, maxCost }: Gate): JsonObject {
  const rules = [...scorers].map(([id, rule]) => [id, ruleContent(rule)]);
  return {
    scorers: Object.fromEntries(rules),
    maxErrorRate,
    mustPassTags,
    ...defined({
      mustPassRepeats,
      maxCost,
      slices: slices?.map(({ tag, scorer, asked }) => ({ tag, scorer, asked: ruleContent(asked) })),
    }),
  };
}

function ruleContent({ mean, passRate, p50, p95, regression, strict }: ScorerGate): JsonObject {
  const bound = (value: Bound | undefined) => value && { ...value };
  return defined({
    mean: bound(mean),
    passRate: bound(passRate),
    p50: bound(p50),
    p95: bound(p95),
    regression: regression && { ...regression },
    strict,
  });
}

function defined(members: Readonly<Record<string, JsonObject[string] | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, JsonObject[string]] => member[1] !== undefined));
}

import * as z from 'zod';
import { DIGEST_PATTERN, type Digest } from '../../../base/digest.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import type { Gate, ScorerGate } from '../../gate/rules/gate.ts';

/** What a registry knows of a suite: what it judges by, and what a run of it must have been. */
export interface StoredSuite {
  readonly prompts: readonly string[];
  readonly repeat: number;
  readonly seed: number;
  /** By id, in the order of the suite. */
  readonly scorers: ReadonlyMap<string, Digest>;
  /** Asked in place of the prompt's own. */
  readonly model?: string;
  readonly gate: Gate;
}

/** Reads what `suiteContent` wrote; undefined for anything else: half a gate must never judge. */
export function readStoredSuite(content: Json): StoredSuite | undefined {
  const parsed = storedSchema.safeParse(content);
  if (!parsed.success) return undefined;
  const { prompts, repeat, seed, scorers, model, gate } = parsed.data;
  return {
    prompts,
    repeat,
    seed,
    scorers: new Map(scorers.map(({ id, digest }) => [id, digest])),
    ...(model !== undefined && { model }),
    gate: { ...gate, scorers: new Map(Object.entries(gate.scorers)) } as Gate,
  };
}

const text = z.string().min(1);
const bound = z.strictObject({ operator: z.enum(['>=', '<=', '=', '>', '<']), value: z.number() });
const scorerGate = z.strictObject({
  mean: bound.exactOptional(),
  passRate: bound.exactOptional(),
  p50: bound.exactOptional(),
  p95: bound.exactOptional(),
  regression: z
    .strictObject({
      metric: z.enum(['mean', 'passRate']).exactOptional(),
      maxDrop: z.number().min(0).lt(1),
      confidence: z.number().gt(0.5).lt(1),
      onInconclusive: z.enum(['warn', 'fail']),
    })
    .exactOptional(),
  strict: z.boolean().exactOptional(),
}) satisfies z.ZodType<ScorerGate>;

const gate = z.strictObject({
  scorers: z.record(text, scorerGate),
  maxErrorRate: z.number().min(0).max(1),
  mustPassTags: z.array(text),
  mustPassRepeats: z.int().positive().exactOptional(),
  maxCost: z.number().positive().exactOptional(),
  slices: z.array(z.strictObject({ tag: text, scorer: text, asked: scorerGate })).exactOptional(),
});

const digest = z.string().regex(DIGEST_PATTERN) as unknown as z.ZodType<Digest, Digest>;

/** A member that this program does not know might ask for something: such a suite is not read. */
const storedSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal('suite'),
  prompts: z.array(text),
  selection: z.record(z.string(), z.unknown()),
  seed: z.int().nonnegative(),
  repeat: z.int().min(1).max(100),
  scorers: z.array(z.strictObject({ id: text, digest, calibration: z.unknown().exactOptional() })).min(1),
  gate,
  model: text.exactOptional(),
  parameters: z.unknown().exactOptional(),
  matrix: z.unknown().exactOptional(),
  target: z.unknown().exactOptional(),
  baseline: text.exactOptional(),
});

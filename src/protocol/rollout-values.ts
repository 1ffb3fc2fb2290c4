import * as z from 'zod';
import type { RolloutChange } from '../release/rollout/progress/rollout-event.ts';
import type { RolloutState } from '../release/rollout/progress/rollout-state.ts';
import type { RolloutDefinition } from '../release/rollout/rollout-definition.ts';
import { rolloutFileSchema } from '../release/rollout/rollout-schema.ts';
import type { VariantComparison } from '../release/rollout/verdict/compare-variants.ts';
import type { RolloutVerdict } from '../release/rollout/verdict/rollout-verdict.ts';
import { holdoutSchema, rolloutIdSchema } from './served-rollout.ts';
import { actorSchema, environmentNameSchema, promptIdSchema, timeSchema } from './values.ts';

/** A rollout as it is sent to a registry: what its file says, with the share of its holdout. */
export const rolloutDefinitionSchema = rolloutFileSchema
  .omit({ holdout: true })
  .extend({ holdout: holdoutSchema.optional() }) as unknown as z.ZodType<RolloutDefinition, RolloutDefinition>;

const stateSchema = z.looseObject({
  status: z.enum(['draft', 'approved', 'running', 'paused', 'completed', 'rolled-back']),
  since: timeSchema,
}) as unknown as z.ZodType<RolloutState, RolloutState>;

/** A rollout as a registry runs it. */
export const rolloutSchema = z.object({
  id: rolloutIdSchema,
  prompt: promptIdSchema,
  environment: environmentNameSchema,
  /** What applications carry out now: the share of each variant's part that is in use. */
  coverage: z.number(),
  state: stateSchema,
  definition: rolloutDefinitionSchema,
  createdBy: actorSchema,
  createdAt: timeSchema,
  /** Absent: it was never carried out. */
  startedAt: timeSchema.exactOptional(),
  endedAt: timeSchema.exactOptional(),
  /** Why the controller does not go on though the figures would let it. */
  held: z.string().exactOptional(),
});
export type Rollout = z.infer<typeof rolloutSchema>;

/** What changed, and why. */
export const rolloutChangeSchema = z.object({
  kind: z.string(),
  cause: z.string(),
  because: z.string(),
  from: z.string(),
  to: z.string(),
}) as unknown as z.ZodType<RolloutChange, RolloutChange>;

const byVariant = z.record(z.string(), z.number());
const bounded = z.object({ estimate: z.number(), low: z.number(), high: z.number() });
const measured = z.object({ units: z.number(), mean: z.number().optional() });

/** A variant beside control in one metric, see {@link VariantComparison}. */
export const comparisonSchema = z.object({
  metric: z.string(),
  variant: z.string(),
  control: measured,
  candidate: measured,
  difference: bounded.optional(),
  shown: z.enum(['more', 'less', 'open']),
}) as unknown as z.ZodType<VariantComparison, VariantComparison>;

/** What the figures say, see {@link RolloutVerdict}. */
export const rolloutVerdictSchema = z.object({
  split: z.object({ expected: byVariant, exposed: byVariant, p: z.number(), sequentialP: z.number(), isBroken: z.boolean() }),
  guardrails: z.array(
    z.object({
      metric: z.string(),
      variant: z.string(),
      do: z.enum(['rollback', 'pause', 'notify']),
      verdict: z.enum(['worse', 'fine', 'inconclusive']),
      because: z.string().optional(),
      margin: z.number(),
      harm: bounded.optional(),
      control: measured,
      candidate: measured,
    }),
  ),
  smallestGroup: z.number(),
  lastExposure: z.number().optional(),
}) as unknown as z.ZodType<RolloutVerdict, RolloutVerdict>;

import * as z from 'zod';
import { rolloutFileSchema } from '../release/rollout/rollout-schema.ts';
import type { ServedRollout } from '../release/rollout/served-rollout.ts';
import { digestSchema } from './values.ts';

/** A holdout with the share that it takes. */
export const holdoutSchema = z.strictObject({ name: rolloutFileSchema.shape.holdout.unwrap(), share: z.number().min(0).max(1) });

/** Names one start of a rollout. */
export const rolloutIdSchema = z.string().regex(/^rol_[0-9a-f]{16}$/);

const { mode, seed, rules, exclusive } = rolloutFileSchema.shape;

/** A rollout as applications carry it out, see {@link ServedRollout}. */
export const servedRolloutSchema = z.object({
  id: rolloutIdSchema,
  mode,
  seed,
  unit: z.array(z.string()),
  control: digestSchema,
  variants: z.array(z.object({ id: z.string(), version: digestSchema, weight: z.number() })),
  coverage: z.number(),
  rules,
  exclusive,
  holdout: holdoutSchema.optional(),
}) as unknown as z.ZodType<ServedRollout, ServedRollout>;

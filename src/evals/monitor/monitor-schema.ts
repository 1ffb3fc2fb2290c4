import * as z from 'zod';
import { conditionSchema } from '../../base/condition.ts';
import { scorerEntry } from '../suite/suite-schema.ts';

const text = z.string().trim().min(1);
const share = z.number().min(0).max(1);

const target = z.strictObject({
  prompt: text.describe('The id of a prompt, or a pattern with * and **.'),
  environment: text.describe('Where its traffic is looked at.'),
  variant: text.describe('Only calls that got this variant of a rollout.').optional(),
  filter: conditionSchema.describe('Only calls whose attributes satisfy this.').optional(),
});

const alert = z.strictObject({
  scorer: text.describe('The id of a scorer of this monitor.'),
  floor: share.describe('The share that must pass: alarms when a bound of its confidence interval falls below.').optional(),
  against: z
    .enum(['control', 'evidence'])
    .describe('`control`: the version of the rollout. `evidence`: the figures that the version was promoted on.')
    .optional(),
  maxDrop: share.describe('How far the score may drop below what `against` names.').optional(),
  confidence: z.number().gt(0.5).lt(1).describe('Default 0.95.').optional(),
  minCount: z.int().positive().describe('How many scores before anything is said, default 100.').optional(),
});

/** A monitor file (`monitors/<name>.monitor.yaml`) as it is written. */
export const monitorFileSchema = z.strictObject({
  monitor: text.describe('Name of the monitor.'),
  target: target.describe('Which traces are scored.'),
  scorers: z.array(scorerEntry).min(1).describe('What is asked of each answer. There is nothing `expected` in production.'),
  sample: share.gt(0).describe('Share of the traces that are scored. Replicas and retries draw the same ones.'),
  floorPerVersion: z.int().positive().describe('At least so many a day of each version, however small its share.').optional(),
  budget: z
    .strictObject({ perDay: z.number().positive().describe('US dollars.') })
    .describe('What judges may cost.')
    .optional(),
  alerts: z.array(alert).describe('When people hear of it.').optional(),
  rollback: z
    .enum(['off', 'notify', 'abort-canary', 'revert'])
    .describe('What an alert does by itself, default `notify`. `revert` goes back to a version that was active before.')
    .optional(),
});

/** A monitor that has the right shape. */
export type MonitorFile = z.infer<typeof monitorFileSchema>;

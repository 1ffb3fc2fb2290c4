import * as z from 'zod';
import { conditionSchema } from '../../base/condition.ts';
import { DIGEST_PATTERN } from '../../base/digest.ts';
import { parseDuration } from '../../base/duration.ts';
import { isPromptId } from '../../prompt/prompt.ts';
import { ENVIRONMENT_NAME_PATTERN } from '../environment.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be lower-case letters, digits, `_` and `-`, at most 40');
const share = z.number().min(0).max(1);
const digest = z.string().regex(DIGEST_PATTERN, 'must be a full digest: `sha256:` and 64 hex digits');
const duration = z.string().refine((text) => parseDuration(text) !== undefined, 'must be a duration like "30m", "6h" or "7d"');

const variant = z.strictObject({
  id: name.describe('How rules, reports and traces name it.'),
  version: digest.describe('What it serves, by its full digest. `promptlane show <reference>` tells it.'),
  weight: z.number().positive().describe('Its share among the variants. Frozen while the rollout runs.'),
});

const rule = z.strictObject({
  if: conditionSchema.describe('What must be true of the context of the call.'),
  serve: name.describe('The variant that such calls get: `control` or the id of a variant.'),
});

const step = z.strictObject({
  coverage: share.describe('Share of the units that get a variant.'),
  for: duration.describe('How long at least, like `6h`.').optional(),
  minUnits: z
    .int()
    .positive()
    .describe('How many units each variant, and what it is compared with, must have had before the next step.')
    .optional(),
  approval: z.enum(['reviewer', 'deployer', 'admin']).describe('The role that must approve the next step.').optional(),
  onInconclusive: z
    .enum(['pause', 'advance'])
    .describe(
      'What happens at the end of the step when a variant is neither shown to be worse than a guardrail accepts nor shown not to be. Default `pause`. Missing figures always pause.',
    )
    .optional(),
});

const guardrail = z.strictObject({
  metric: z.string().min(1).describe('`error_rate`, `latency`, `cost`, or the score of a monitor, like `judge.helpful`.'),
  worse: z.enum(['up', 'down']).describe('Which direction is worse.'),
  margin: z.number().min(0).describe('How much worse than control is still accepted.'),
  do: z.enum(['rollback', 'pause', 'notify']).describe('What happens when a variant is worse by more than that.'),
});

const checks = z.strictObject({
  srm: z.enum(['hold', 'notify']).describe('When the traffic does not split as the weights say (sample ratio mismatch).').optional(),
  noTraffic: z
    .strictObject({ after: duration, do: z.enum(['hold', 'notify']) })
    .describe('When no call comes for that long.')
    .optional(),
});

const range = z
  .tuple([share, share])
  .refine(([from, to]) => from < to, 'must be two shares, the lesser first, like [0, 0.5]')
  .describe('The part of the units that this rollout may use.');

/** A rollout file (`rollouts/<environment>/<id>.rollout.yaml`) as it is written. */
export const rolloutFileSchema = z.strictObject({
  prompt: z.string().refine(isPromptId, 'must be the id of a prompt').describe('The prompt whose traffic is split.'),
  environment: z.string().regex(ENVIRONMENT_NAME_PATTERN, 'must be the name of an environment').describe('Where.'),
  mode: z
    .enum(['canary', 'experiment', 'flag'])
    .describe('`canary`: a version takes over step by step. `experiment`: variants compete. `flag`: rules decide who gets what.'),
  seed: z.string().min(1).max(200).describe('Decides who gets what. Fixed while the rollout runs.'),
  unit: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('The attribute that stays with one variant, the first that is given. Calls without any get control.'),
  control: digest.describe('What everybody else gets, by its full digest.'),
  variants: z.array(variant).min(1).describe('What is tried.'),
  exclusive: z
    .strictObject({ group: name.describe('Rollouts of one group with ranges apart never share a unit.'), range })
    .describe('Keeps units out of several rollouts at once.')
    .optional(),
  holdout: name.describe('A group of units that no rollout touches.').optional(),
  rules: z.array(rule).describe('Who gets what whatever the draw; the first that holds.').optional(),
  ramp: z.array(step).min(1).describe('The steps of the coverage.').optional(),
  guardrails: z.array(guardrail).describe('What must not get worse; decided by a sequence that may be looked at all the time.').optional(),
  checks: checks.describe('Signs that the figures cannot be trusted.').optional(),
});

/** A rollout that has the right shape. */
export type RolloutFile = z.infer<typeof rolloutFileSchema>;

import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { Failure } from '../../../base/failure.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { rolloutDefinitionSchema } from '../../../protocol/rollout-values.ts';
import { digestSchema, environmentNameSchema, promptIdSchema } from '../../../protocol/values.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';
import type { DescribedPlan } from './plan-pins.ts';

const SCHEMA = 'promptlane/plan/v1';

const savedPlanSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  plans: z.array(
    z.strictObject({
      environment: environmentNameSchema,
      epoch: z.int().nonnegative(),
      revision: z.int().nonnegative(),
      prune: z.boolean(),
      pins: z.record(promptIdSchema, digestSchema),
      rollouts: z.array(rolloutDefinitionSchema).exactOptional(),
    }),
  ),
});

/** A plan in a file: what was wanted, bound to the revision of the registry that it was made at. */
export type SavedPlan = z.infer<typeof savedPlanSchema>;

/** Saves plans for `apply FILE`. */
export async function writeSavedPlan(path: string, plans: readonly DescribedPlan[]): Promise<void> {
  const saved: SavedPlan = {
    schema: SCHEMA,
    plans: plans.map(({ environment, epoch, revision, prune, wanted, wantedRollouts }) => ({
      environment,
      epoch,
      revision,
      prune,
      pins: Object.fromEntries(wanted) as never,
      ...(wantedRollouts && { rollouts: [...wantedRollouts] }),
    })),
  };
  await writeFileAtomically(path, `${JSON.stringify(saved, null, 2)}\n`);
}

/** Reads a plan file; `shown` is how the user named it. @throws Failure `file-unreadable`, `usage-invalid` when it is not a plan. */
export async function readSavedPlan(path: string, shown: string): Promise<SavedPlan> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Failure('file-unreadable', `The plan file ${shown} cannot be read.`, { cause });
  });
  const parsed = savedPlanSchema.safeParse(jsonValue(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure('usage-invalid', `${shown} is no plan: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`, {
    hint: 'Make a plan file with `promptlane plan --out FILE`.',
  });
}

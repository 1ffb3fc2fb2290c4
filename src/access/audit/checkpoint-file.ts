import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointSchema } from './signed-shapes.ts';

/** What a repository keeps of an audit trail, committed: Git is its witness outside of the registry. */
export const CHECKPOINT_FILE = 'promptlane.checkpoint';

const SCHEMA = 'promptlane/checkpoint/v1';
const fileSchema = checkpointSchema.extend({ schema: z.literal(SCHEMA) });

/** A checkpoint as a file: one member per line. */
export function checkpointText({ project, seq, hash, time, epoch, keyId, signature }: Checkpoint): string {
  return `${JSON.stringify({ schema: SCHEMA, project, seq, hash, time, epoch, keyId, signature }, undefined, 2)}\n`;
}

/** Reads a kept checkpoint. Whether it is genuine only the keys of the registry tell. @throws Failure `checkpoint-invalid` */
export function parseCheckpoint(text: string): Checkpoint {
  const parsed = fileSchema.safeParse(jsonValue(text));
  if (!parsed.success) throw new Failure('checkpoint-invalid', `${CHECKPOINT_FILE} is not what \`promptlane audit verify\` wrote.`);
  const { schema: _, ...checkpoint } = parsed.data;
  return checkpoint;
}

/** Of two checkpoints of one trail the one that says more; the first where they are of different trails. */
export function largerCheckpoint(one: Checkpoint, other: Checkpoint): Checkpoint {
  return one.project === other.project && other.seq > one.seq ? other : one;
}

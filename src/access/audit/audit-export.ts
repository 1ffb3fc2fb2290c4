import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { ChainedEntry } from './chained-entry.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointSchema, signingKeySchema } from './signed-shapes.ts';
import { type TrailVerdict, type TrailWitness, verifyTrail } from './verify-trail.ts';

/** What an export says before its entries. */
export interface ExportHeader {
  readonly project: string;
  readonly keys: readonly SigningKey[];
  /** Signed by the registry when it was asked for the export; absent for a trail without entries. */
  readonly head?: Checkpoint;
  /** What it signed on the way, oldest first. */
  readonly checkpoints: readonly Checkpoint[];
}

const SCHEMA = 'promptlane/audit-export/v1';

/** An audit trail as lines of JSON: a header with what was signed, then every entry as the registry sealed it. */
export async function* exportLines(header: ExportHeader, entries: AsyncIterable<ChainedEntry>): AsyncGenerator<string> {
  yield `${JSON.stringify({ schema: SCHEMA, ...header })}\n`;
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

/**
 * Verifies an export without the registry, against what was kept in Git where there is something.
 *
 * @throws Failure `audit-export-invalid` for what is no export
 */
export async function verifyExport(lines: AsyncIterable<string>, kept?: Checkpoint): Promise<TrailVerdict & Pick<TrailWitness, 'project'>> {
  const reader = lines[Symbol.asyncIterator]();
  const first = await reader.next();
  const { project, keys, head, checkpoints } = headerOf(first.done === true ? '' : first.value);
  const signed = head === undefined ? checkpoints : [...checkpoints, head];
  const verdict = await verifyTrail(entriesOf(reader), { project, keys, checkpoints: signed, ...(kept && { kept }) });
  return { project, ...verdict };
}

function headerOf(line: string): ExportHeader {
  const parsed = headerSchema.safeParse(jsonValue(line));
  if (!parsed.success) throw invalid(1);
  const { project, keys, head, checkpoints } = parsed.data;
  return { project, keys, checkpoints, ...(head && { head }) };
}

async function* entriesOf(reader: AsyncIterator<string>): AsyncGenerator<ChainedEntry> {
  for (let number = 2; ; number += 1) {
    const { done, value } = await reader.next();
    if (done === true) return;
    const parsed = entrySchema.safeParse(jsonValue(value));
    if (!parsed.success) throw invalid(number);
    yield parsed.data as unknown as ChainedEntry;
  }
}

function invalid(line: number): Failure {
  return new Failure('audit-export-invalid', `Line ${line} is not what \`promptlane audit export\` writes.`);
}

const headerSchema = z.object({
  schema: z.literal(SCHEMA),
  project: z.string(),
  keys: z.array(signingKeySchema),
  head: checkpointSchema.exactOptional(),
  checkpoints: z.array(checkpointSchema),
});
const entrySchema = z.looseObject({ seq: z.number(), previous: z.string(), hash: z.string() });

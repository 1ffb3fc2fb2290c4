import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Failure } from '../../../base/failure.ts';

/**
 * What stands in the lines of a backup, each a JSON text: the header, keys when they were asked for, tables with their
 * rows, and the end, which vouches for all lines before it. No word in it is of one kind of database.
 */
export const BACKUP_SCHEMA = 'promptlane/backup/v1';

const headerSchema = z.strictObject({
  schema: z.literal(BACKUP_SCHEMA),
  /** Steps of the schema that the tables have. */
  steps: z.int().positive(),
  epoch: z.int().nonnegative(),
  /** When the backup was made; what it holds is of that moment. */
  time: z.int().nonnegative(),
});
const keySchema = z.strictObject({ key: z.string().regex(/^[a-z][a-z0-9-]*\.key$/), base64: z.base64() });
const tableSchema = z.strictObject({ table: z.string().regex(/^[a-z_]+$/), columns: z.array(z.string().regex(/^[a-z_]+$/)) });
const rowSchema = z.array(z.union([z.string(), z.number(), z.null()]));
const endSchema = z.strictObject({ end: z.strictObject({ rows: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }) });
const lineSchema = z.union([rowSchema, tableSchema, keySchema, endSchema, headerSchema]);

export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupKey = z.infer<typeof keySchema>;
export type BackupRow = z.infer<typeof rowSchema>;
export type BackupEnd = z.infer<typeof endSchema>;
export type BackupLine = z.infer<typeof lineSchema>;

/** Writes lines as text, and the end after the last. */
export async function* sealedLines(lines: AsyncIterable<Exclude<BackupLine, BackupEnd>>): AsyncGenerator<string> {
  const sum = createHash('sha256');
  let rows = 0;
  for await (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    sum.update(text);
    if (Array.isArray(line)) rows += 1;
    yield text;
  }
  yield `${JSON.stringify({ end: { rows, sha256: sum.digest('hex') } } satisfies BackupEnd)}\n`;
}

/**
 * Reads lines, the header first, and holds them against the end.
 *
 * What was yielded counts only when the iteration comes to its end.
 * @throws Failure `backup-invalid` for what is no backup, was cut off or was changed.
 */
export async function* openedLines(texts: AsyncIterable<string>): AsyncGenerator<BackupLine> {
  const sum = createHash('sha256');
  let rows = 0;
  let last: BackupLine | undefined;
  for await (const text of texts) {
    if (isEnd(last)) throw invalid('goes on after its end');
    const line = lineOf(text);
    if ((last === undefined) !== isHeader(line)) throw invalid('is no backup of a registry');
    last = line;
    if (isEnd(line)) {
      if (line.end.rows !== rows || line.end.sha256 !== sum.digest('hex')) throw invalid('was changed: its checksum is another');
      continue;
    }
    sum.update(`${text}\n`);
    if (Array.isArray(line)) rows += 1;
    yield line;
  }
  if (!isEnd(last)) throw invalid(last === undefined ? 'is empty' : 'was cut off: it has no end');
}

export function isHeader(line: BackupLine): line is BackupHeader {
  return 'schema' in line;
}

function isEnd(line: BackupLine | undefined): line is BackupEnd {
  return line !== undefined && 'end' in line;
}

function lineOf(text: string): BackupLine {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid('is no backup of a registry, or of a newer promptlane', cause);
  }
}

function invalid(why: string, cause?: unknown): Failure {
  return new Failure('backup-invalid', `The backup ${why}.`, { cause });
}

import type { Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure } from '../../base/failure.ts';
import { DATASET_SUFFIXES, type DatasetFormat, datasetFormat } from '../../evals/dataset/dataset-format.ts';
import type { RowFile } from '../../evals/dataset/rows/row-file.ts';
import { isLfsPointer } from '../files/decode-source.ts';
import { pathInside } from '../files/path-inside.ts';
import { attachmentFile } from './attachment-file.ts';

const PIECE_BYTES = 256 * 1024;

/**
 * The rows of a file of the workspace, gzipped or not; nothing is opened yet.
 *
 * @param namedBy how a message calls whoever names it, for example ` of evals/triage.eval.yaml`.
 * @throws Failure `file-unreadable`, here for a suffix that is no dataset's, and when it is opened for a file that is not
 * there or lies outside: a dataset of a pull request must not be a file of the machine.
 */
export function datasetFile(root: string, path: string, namedBy = ''): RowFile {
  let first: Stats | undefined;
  return {
    file: path,
    format: formatOf(path, `${path}${namedBy}`),
    attachment: attachmentFile(root, path),
    async *open() {
      const file = await openInside(root, path, namedBy);
      try {
        const stats = await file.stat();
        if (!stats.isFile()) throw unreadable(`${path}${namedBy}`, 'is not a file');
        first ??= stats;
        if (!isSame(first, stats)) throw changed(path);
        yield* piecesOf(bytesOf(file), path);
        if (!isSame(first, await file.stat())) throw changed(path);
      } finally {
        await file.close();
      }
    },
  };
}

/** The rows of a file that is in memory, as a commit holds it. @throws Failure `file-unreadable` for a suffix that is no dataset's */
export function datasetBytes(path: string, file: string, bytes: Uint8Array): RowFile {
  return { file, format: formatOf(path, file), open: () => piecesOf(Readable.from([Buffer.from(bytes)]), path) };
}

function formatOf(path: string, called: string): DatasetFormat {
  const format = datasetFormat(path);
  if (format === undefined) throw unreadable(called, 'is in no format of a dataset', DATASET_SUFFIXES);
  return format;
}

async function openInside(root: string, path: string, namedBy: string): Promise<FileHandle> {
  try {
    const absolute = await realpath(join(root, path));
    if (pathInside(await realpath(root), absolute) === undefined) throw unreadable(`${path}${namedBy}`, 'lies outside the workspace');
    return await open(absolute, 'r');
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw unreadable(`${path}${namedBy}`, 'cannot be read', 'Paths in a suite are relative to the suite file.', cause);
  }
}

/** Read by hand: a stream would close the file before it can be asked whether it is still the same. */
async function* bytesOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PIECE_BYTES), 0, PIECE_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function* piecesOf(bytes: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Uint8Array> {
  const unzips = path.toLowerCase().endsWith('.gz');
  const pieces = unzips ? pipeline(Readable.from(bytes), createGunzip({ chunkSize: PIECE_BYTES }), () => {}) : bytes;
  let isFirst = true;
  try {
    for await (const piece of pieces as AsyncIterable<Uint8Array>) {
      if (isFirst && isLfsPointer(piece)) {
        throw unreadable(path, 'is a pointer of Git LFS, not the rows that it stands for', 'Run `git lfs pull`.');
      }
      isFirst = false;
      yield piece;
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw unreadable(path, unzips ? 'cannot be unzipped' : 'cannot be read', undefined, cause);
  }
}

function isSame(before: Stats, after: Stats): boolean {
  return before.ino === after.ino && before.size === after.size && before.mtimeMs === after.mtimeMs;
}

function changed(path: string): Failure {
  return new Failure('dataset-changed', `The dataset ${path} changed while it was read.`);
}

function unreadable(path: string, why: string, hint?: string, cause?: unknown): Failure {
  return new Failure('file-unreadable', `The dataset ${path} ${why}.`, { ...(hint !== undefined && { hint }), cause });
}

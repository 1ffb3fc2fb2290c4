import { fstatSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { segmentNames } from './segment-index.ts';

/** Appends to the last segment of a folder, and begins another one when that is full. */
export interface SegmentWriter {
  /** Writes whole lines, all of them together. @throws Failure `file-unwritable` */
  append(lines: string): Promise<void>;
  close(): Promise<void>;
}

/** The segment stays open between batches: a run writes twenty a second. */
export function segmentWriter(folder: string, segmentBytes: number): SegmentWriter {
  let last: FileHandle | undefined;

  const openSegment = async (): Promise<FileHandle> => {
    if (last !== undefined && hasRoom(last, segmentBytes)) return last;
    await last?.close();
    last = undefined;
    await mkdir(folder, { recursive: true });
    const newest = (await segmentNames(folder)).at(-1) ?? segmentName(1);
    last = await open(join(folder, newest), 'a');
    if (hasRoom(last, segmentBytes)) return last;
    await last.close();
    last = await open(join(folder, nameAfter(newest)), 'a');
    return last;
  };
  return {
    async append(lines) {
      try {
        // Starts on a line of its own: the line before may be half of one, left by a kill.
        await (await openSegment()).appendFile(`\n${lines}`);
      } catch (error) {
        throw new Failure('file-unwritable', `The answers cannot be kept in ${folder}: ${(error as Error).message}.`, { cause: error });
      }
    },
    async close() {
      await last?.close();
      last = undefined;
    },
  };
}

/**
 * Whoever empties the cache deletes the file under our hands: what was written into it then would be lost. Asked at once: to
 * wake another thread for it, twenty times a second, costs a hundred times as much.
 */
function hasRoom({ fd }: FileHandle, segmentBytes: number): boolean {
  const { size, nlink } = fstatSync(fd);
  return nlink > 0 && size < segmentBytes;
}

function nameAfter(name: string): string {
  return segmentName(Number(name.slice('answers-'.length, -'.jsonl'.length)) + 1);
}

function segmentName(number: number): string {
  return `answers-${String(number).padStart(4, '0')}.jsonl`;
}

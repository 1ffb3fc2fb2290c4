import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCacheKey, KeyIndex } from './key-index.ts';
import { SegmentBlocks } from './segment-blocks.ts';

const SEGMENT = /^answers-\d{4}\.jsonl$/;
const CHUNK_BYTES = 1024 * 1024;
const KEY_START = '{"key":"';
const ANSWER_START = '","answer":';

/** Which answers a folder of segments holds, and where: the answers themselves stay on the disk. */
export interface SegmentIndex {
  /** Reads what was appended since the last time, by this process or any other. */
  refresh(): Promise<void>;
  /** The JSON of the answer, as it stands in its line. */
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** One line of a segment. The key comes first, so that the index can be built without parsing answers. */
export function segmentLine(key: string, answerJson: string): string {
  return `${KEY_START}${keyJson(key)}${ANSWER_START}${answerJson}}\n`;
}

/** Indexes the segments of a folder; a line without its end is not there yet, and may never be. */
export function segmentIndex(folder: string): SegmentIndex {
  const keys = new KeyIndex();
  const blocks = new SegmentBlocks();
  /** Where the line of each key stands, by its number. */
  const places = { segment: [] as number[], offset: [] as number[], length: [] as number[] };
  const segments: { readonly name: string; readonly handle: FileHandle; scanned: number }[] = [];

  const segmentOf = async (name: string): Promise<number> => {
    const known = segments.findIndex((segment) => segment.name === name);
    return known === -1 ? segments.push({ name, handle: await open(join(folder, name)), scanned: 0 }) - 1 : known;
  };
  return {
    async refresh() {
      for (const name of await segmentNames(folder)) {
        const number = await segmentOf(name);
        const segment = segments[number] as (typeof segments)[number];
        segment.scanned = await scan(segment.handle, segment.scanned, (key, offset, length) => {
          const index = keys.add(key);
          places.segment[index] = number;
          places.offset[index] = offset;
          places.length[index] = length;
        });
      }
    },
    async read(key) {
      const index = keys.indexOf(keyJson(key));
      const segment = segments[places.segment[index] ?? -1];
      if (segment === undefined) return undefined;
      const line = await blocks.read(segment.handle, places.offset[index] ?? 0, places.length[index] ?? 0);
      const text = line.toString('utf8');
      return text.slice(text.indexOf(ANSWER_START) + ANSWER_START.length, -1);
    },
    async close() {
      await Promise.all(segments.map(({ handle }) => handle.close()));
      segments.length = 0;
      blocks.clear();
      keys.clear();
    },
  };
}

/** The segments of a folder, oldest first; none when the folder does not exist yet. */
export async function segmentNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => SEGMENT.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Reports every complete line after `from`; gives where the next one will start. */
async function scan(handle: FileHandle, from: number, found: (key: string, offset: number, length: number) => void): Promise<number> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let kept = Buffer.alloc(0);
  let start = from;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, start + kept.length);
    if (bytesRead === 0) return start;
    const bytes = Buffer.concat([kept, chunk.subarray(0, bytesRead)]);
    let at = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, at)) {
      const key = keyOf(bytes.subarray(at, end));
      if (key !== undefined) found(key, start + at, end - at);
      at = end + 1;
    }
    start += at;
    kept = bytes.subarray(at);
  }
}

/** The key of a line as it stands in JSON; undefined for empty and foreign lines. */
function keyOf(line: Buffer): string | undefined {
  const end = line.indexOf(ANSWER_START);
  if (end < 0 || line.toString('latin1', 0, KEY_START.length) !== KEY_START) return undefined;
  const key = line.toString('utf8', KEY_START.length, end);
  return isCacheKey(key) ? key : undefined;
}

/** A key as it stands in JSON, without its quotes. */
function keyJson(key: string): string {
  return JSON.stringify(key).slice(1, -1);
}

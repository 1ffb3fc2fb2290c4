import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LineBlocks } from '../lines/line-blocks.ts';
import { scanLines } from '../lines/scan-lines.ts';
import { isCacheKey, KeyIndex } from './key-index.ts';

const SEGMENT = /^answers-\d{4}\.jsonl$/;
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
  const blocks = new LineBlocks();
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
        segment.scanned = await scanLines(segment.handle, segment.scanned, (line, offset) => {
          const key = keyOf(line);
          if (key === undefined) return;
          const index = keys.add(key);
          places.segment[index] = number;
          places.offset[index] = offset;
          places.length[index] = line.length;
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

import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const SEGMENT = /^answers-\d{4}\.jsonl$/;
const CHUNK_BYTES = 1024 * 1024;
const KEY_START = '{"key":';
const ANSWER_START = ',"answer":';

/** Where the line of a key stands. */
interface Location {
  readonly handle: FileHandle;
  readonly offset: number;
  readonly length: number;
}

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
  return `${KEY_START}${JSON.stringify(key)}${ANSWER_START}${answerJson}}\n`;
}

/** Indexes the segments of a folder; a line without its end is not there yet, and may never be. */
export function segmentIndex(folder: string): SegmentIndex {
  const locations = new Map<string, Location>();
  const segments = new Map<string, { handle: FileHandle; scanned: number }>();

  return {
    async refresh() {
      for (const name of await segmentNames(folder)) {
        const segment = segments.get(name) ?? { handle: await open(join(folder, name)), scanned: 0 };
        segments.set(name, segment);
        segment.scanned = await scan(segment.handle, segment.scanned, (key, location) => locations.set(key, location));
      }
    },
    async read(key) {
      const location = locations.get(JSON.stringify(key));
      if (location === undefined) return undefined;
      const line = Buffer.alloc(location.length);
      await location.handle.read(line, 0, location.length, location.offset);
      const text = line.toString('utf8');
      return text.slice(text.indexOf(ANSWER_START) + ANSWER_START.length, -1);
    },
    async close() {
      await Promise.all([...segments.values()].map(({ handle }) => handle.close()));
      segments.clear();
      locations.clear();
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
async function scan(handle: FileHandle, from: number, found: (key: string, location: Location) => void): Promise<number> {
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
      if (key !== undefined) found(key, { handle, offset: start + at, length: end - at });
      at = end + 1;
    }
    start += at;
    kept = bytes.subarray(at);
  }
}

/** The key of a line as JSON text; undefined for empty and foreign lines. */
function keyOf(line: Buffer): string | undefined {
  const end = line.indexOf(ANSWER_START);
  if (end < 0 || line.toString('latin1', 0, KEY_START.length) !== KEY_START) return undefined;
  return line.toString('utf8', KEY_START.length, end);
}

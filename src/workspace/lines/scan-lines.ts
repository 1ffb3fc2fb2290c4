import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 1024 * 1024;
const LINE_END = 10;

/**
 * Reports every whole line of a file after `from`, without its end, with where it starts; gives where the next one will start.
 * The bytes of a line are there only while it is reported.
 */
export async function scanLines(handle: FileHandle, from: number, found: (line: Buffer, offset: number) => void): Promise<number> {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let kept = Buffer.alloc(0);
  let start = from;
  for (;;) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, start + kept.length);
    if (bytesRead === 0) return start;
    const bytes = Buffer.concat([kept, chunk.subarray(0, bytesRead)]);
    let at = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, at)) {
      found(bytes.subarray(at, end), start + at);
      at = end + 1;
    }
    start += at;
    kept = bytes.subarray(at);
  }
}

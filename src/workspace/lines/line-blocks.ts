import type { FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 64 * 1024;
/** Of all files together: cases are mostly asked in the order in which their answers were kept. */
const MOST_BLOCKS = 8;

/** Lines of files, read a block at a time: a warm run asks for ten thousand lines, each of a few hundred bytes. */
export class LineBlocks {
  /** The latest used last. */
  readonly #blocks = new Map<string, Promise<Buffer>>();

  /** The bytes of a line; the caller knows that they are there, and must not change them. */
  async read(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
    const number = Math.floor(offset / BLOCK_BYTES);
    const from = offset - number * BLOCK_BYTES;
    if (from + length <= BLOCK_BYTES) {
      const block = await this.#block(handle, number);
      // A block that was read while its file grew is shorter than it is now.
      if (from + length <= block.length) return block.subarray(from, from + length);
    }
    return readAt(handle, offset, length);
  }

  clear(): void {
    this.#blocks.clear();
  }

  #block(handle: FileHandle, number: number): Promise<Buffer> {
    const name = `${handle.fd} ${number}`;
    const block = this.#blocks.get(name) ?? readAt(handle, number * BLOCK_BYTES, BLOCK_BYTES);
    this.#blocks.delete(name);
    this.#blocks.set(name, block);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
    return block;
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

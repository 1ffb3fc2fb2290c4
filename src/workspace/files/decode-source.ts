import type { Diagnostic } from '../../base/diagnostic.ts';
import { unreadable } from './unreadable.ts';

/** Larger files are not prompts; reading them would only make every command slow. */
export const MAX_SOURCE_BYTES = 1_048_576;

/** A text, or the finding that says why there is none. */
export type Decoded = { readonly text: string } | { readonly problem: Diagnostic };

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LOSSY = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of a file, byte for byte (a BOM stays). Bytes that are not UTF-8 are located, never replaced. */
export function decodeSource(file: string, bytes: Uint8Array): Decoded {
  if (bytes.length > MAX_SOURCE_BYTES) return tooLarge(file, bytes.length);
  if (isLfsPointer(bytes)) return lfsPointer(file);
  try {
    return { text: UTF8.decode(bytes) };
  } catch {
    return notUtf8(file, bytes);
  }
}

/** The finding for a file over the cap. */
export function tooLarge(file: string, size: number): { problem: Diagnostic } {
  const message = `The file has ${size} bytes; at most ${MAX_SOURCE_BYTES} are read.`;
  return { problem: unreadable(file, 'file-too-large', message, 'Move data out of the prompt, into a dataset.') };
}

/** What Git LFS keeps in the repository instead of a text: the name of its content elsewhere. */
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v\d+\r?\n(?:ext-.*\r?\n)*oid sha256:/;
/** A pointer is at most so long. */
const LFS_POINTER_BYTES = 1_024;

/** True for what Git LFS keeps in a repository in place of a content. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return bytes.length <= LFS_POINTER_BYTES && bytes[0] === 0x76 && LFS_POINTER.test(LOSSY.decode(bytes));
}

function lfsPointer(file: string): { problem: Diagnostic } {
  const message = 'This is a pointer of Git LFS, not the text that it stands for.';
  const hint = `Run \`git lfs pull\`. Of commits only the pointer can be read: keep prompts out of LFS with \`git lfs untrack\`.`;
  return { problem: unreadable(file, 'file-in-lfs', message, hint) };
}

function notUtf8(file: string, bytes: Uint8Array): { problem: Diagnostic } {
  const { line, start, end } = firstBadLine(bytes);
  const column = LOSSY.decode(bytes.subarray(start, end)).indexOf('\uFFFD') + 1;
  const offset = LOSSY.decode(bytes.subarray(0, start)).length + column - 1;
  const range = { start: offset, end: offset + 1, line, column, endLine: line, endColumn: column + 1 };
  const message = 'The file is not UTF-8 from here on.';
  return { problem: { file, range, rule: 'file-not-utf8', severity: 'error', message, hint: 'Save the file as UTF-8.' } };
}

/** A line end is one byte in UTF-8 and part of no other character, so each line can be tried alone. */
function firstBadLine(bytes: Uint8Array): { line: number; start: number; end: number } {
  let start = 0;
  for (let line = 1; ; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    if (newline === -1 || !isUtf8(bytes.subarray(start, end))) return { line, start, end };
    start = end + 1;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    UTF8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

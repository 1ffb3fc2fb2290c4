import { hashText } from '../../base/hash.ts';
import type { BlobId } from './lockfile.ts';

const UTF8 = new TextEncoder();

/** The id that git gives exactly these characters as UTF-8: of 40 digits, or of 64 in SHA-256 repositories. */
export function blobIdOf(text: string, digits: 40 | 64): BlobId {
  const { length } = UTF8.encode(text);
  return hashText(digits === 40 ? 'sha1' : 'sha256', `blob ${length}\0${text}`) as BlobId;
}

/** The id that git gives a text in a repository with LF line ends; for folders that are no repository. */
export function textBlobId(text: string): BlobId {
  return blobIdOf(withLf(text), 40);
}

/** Whether a blob id names exactly this text. */
export function namesText(blob: BlobId, text: string): boolean {
  return blobIdOf(text, blob.length === 40 ? 40 : 64) === blob;
}

/** The text that git has under an id, when a file says it: as it stands, or in a checkout that turned line ends around. */
export function storedText(blob: BlobId, checkedOut: string): string | undefined {
  return [checkedOut, withLf(checkedOut)].find((text) => namesText(blob, text));
}

function withLf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

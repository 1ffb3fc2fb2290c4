import { createHash } from 'node:crypto';
import type { BlobId } from '../../release/lockfile/lockfile.ts';

/** The id that git gives a text in a repository with LF line ends; for folders that are no repository. */
export function textBlobId(text: string): BlobId {
  return blobId(text.replaceAll('\r\n', '\n'), 'sha1');
}

/** The id of exactly these characters as UTF-8. */
export function blobId(text: string, algorithm: 'sha1' | 'sha256'): BlobId {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex') as BlobId;
}

import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Gives the hex digest of the UTF-8 bytes of a text; half a surrogate pair counts as U+FFFD. */
export type HashText = (algorithm: 'sha1' | 'sha256', text: string) => string;

/** Runs anywhere: the browser and the edge have no other that answers at once. */
export const portableHash: HashText = (algorithm, text) => bytesToHex((algorithm === 'sha1' ? sha1 : sha256)(utf8ToBytes(text)));

let provided = portableHash;

const GATHERED = 16_384;

/** The hex digest of a text. */
export const hashText: HashText = (algorithm, text) => provided(algorithm, text);

/** Lets a platform hash by its own code from now on, which is many times faster; it must give the same digests. */
export function provideHash(own: HashText): void {
  provided = own;
}

/** Hex SHA-256 of the UTF-8 bytes of a text that comes in pieces and is never whole in memory. */
export function sha256HexOfPieces(pieces: Iterable<string>): string {
  const hash = sha256.create();
  let gathered = '';
  for (const piece of pieces) {
    gathered += piece;
    // Many small updates cost more than the hashing.
    if (gathered.length > GATHERED) {
      hash.update(utf8ToBytes(gathered));
      gathered = '';
    }
  }
  return bytesToHex(hash.update(utf8ToBytes(gathered)).digest());
}

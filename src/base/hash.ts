import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Gives the hex digest of the UTF-8 bytes of a text; half a surrogate pair counts as U+FFFD. */
export type HashText = (algorithm: 'sha1' | 'sha256', text: string) => string;

/** Runs anywhere: the browser and the edge have no other that answers at once. */
export const portableHash: HashText = (algorithm, text) => bytesToHex((algorithm === 'sha1' ? sha1 : sha256)(utf8ToBytes(text)));

/** A hash of a text that comes in pieces. */
export interface RunningHash {
  add(text: string): void;
  /** The hex digest of the UTF-8 bytes of all that was added. */
  end(): string;
}

const portableSha256 = (): RunningHash => {
  const hash = sha256.create();
  return { add: (text) => void hash.update(utf8ToBytes(text)), end: () => bytesToHex(hash.digest()) };
};

let provided = portableHash;
let startSha256 = portableSha256;

const GATHERED = 16_384;

/** The hex digest of a text. */
export const hashText: HashText = (algorithm, text) => provided(algorithm, text);

/** Lets a platform hash by its own code from now on, which is many times faster; it must give the same digests. */
export function provideHash(own: HashText, ownRunning: () => RunningHash): void {
  provided = own;
  startSha256 = ownRunning;
}

/** Hex SHA-256 of the UTF-8 bytes of a text that comes in pieces and is never whole in memory. */
export function sha256HexOfPieces(pieces: Iterable<string>): string {
  const hash = startSha256();
  let gathered = '';
  for (const piece of pieces) {
    gathered += piece;
    // Many small updates cost more than the hashing.
    if (gathered.length > GATHERED) {
      hash.add(gathered);
      gathered = '';
    }
  }
  hash.add(gathered);
  return hash.end();
}

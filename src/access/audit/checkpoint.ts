import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Digest } from '../../base/digest.ts';
import { canonicalJson, type JsonObject } from '../../base/json/canonical-json.ts';
import { preAuthEncoding } from '../signing/pre-auth-encoding.ts';
import { isSignedBy, type Signer, type SigningKey } from '../signing/signing-key.ts';

/** What a registry signs of an audit trail: up to this entry it is so, and no entry before can be another. */
export interface Checkpoint {
  readonly project: string;
  /** The last entry that it covers. */
  readonly seq: number;
  /** The hash of that entry. */
  readonly hash: Digest;
  readonly time: number;
  /** Of the registry: restoring a backup raises it. */
  readonly epoch: number;
  readonly keyId: Digest;
  /** Base64. */
  readonly signature: string;
}

/** After how many entries a registry signs without being asked. */
export const CHECKPOINT_EVERY = 64;

/** Signs the state of a trail. */
export function signedCheckpoint(state: Omit<Checkpoint, 'keyId' | 'signature'>, signer: Signer): Checkpoint {
  const unsigned = { ...state, keyId: signer.keyId };
  return { ...unsigned, signature: signer.sign(checkpointBytes(unsigned)) };
}

/** Whether one of these keys has signed a checkpoint. */
export function isGenuine({ signature, ...state }: Checkpoint, keys: ReadonlyMap<Digest, SigningKey>): boolean {
  const key = keys.get(state.keyId);
  return key !== undefined && isSignedBy(key, checkpointBytes(state), signature);
}

function checkpointBytes({ project, seq, hash, time, epoch, keyId }: Omit<Checkpoint, 'signature'>): Uint8Array {
  const state: JsonObject = { project, seq, hash, time, epoch, keyId };
  return preAuthEncoding('application/vnd.promptlane.checkpoint+json', utf8ToBytes(canonicalJson(state)));
}

import * as z from 'zod';
import { DIGEST_PATTERN, type Digest } from '../../base/digest.ts';

const digest = z.string().regex(DIGEST_PATTERN) as unknown as z.ZodType<Digest, Digest>;
const base64 = z.string().max(200);
const count = z.int().nonnegative();

/** A checkpoint as JSON: over HTTP, in an export, in `promptlane.checkpoint`. */
export const checkpointSchema = z.object({
  project: z.string(),
  seq: count,
  hash: digest,
  time: count,
  epoch: count,
  keyId: digest,
  signature: base64,
});

/** A public key of a registry as JSON. */
export const signingKeySchema = z.object({
  id: digest,
  publicKey: base64,
  createdAt: count,
  endorsement: z.object({ keyId: digest, signature: base64 }).exactOptional(),
});

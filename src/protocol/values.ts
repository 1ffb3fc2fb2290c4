import * as z from 'zod';
import { DIGEST_PATTERN, type Digest } from '../base/digest.ts';
import type { Json, JsonObject } from '../base/json/canonical-json.ts';
import { PROMPT_ID_LENGTH, PROMPT_ID_PATTERN, type PromptId } from '../prompt/prompt.ts';
import { ENVIRONMENT_NAME_PATTERN, type EnvironmentName } from '../release/environment.ts';
import { BLOB_ID_PATTERN, type BlobId } from '../release/lockfile/lockfile.ts';

/** Gives a checked string its brand; the pattern stays visible in the OpenAPI document. */
function branded<Brand extends string>(schema: z.ZodString): z.ZodType<Brand, Brand> {
  return schema as unknown as z.ZodType<Brand, Brand>;
}

export const digestSchema = branded<Digest>(z.string().regex(DIGEST_PATTERN));
export const blobSchema = branded<BlobId>(z.string().regex(BLOB_ID_PATTERN));
/** A commit of Git by its full id. */
export const commitSchema = z.string().regex(/^[0-9a-f]{40,64}$/);
export const promptIdSchema = branded<PromptId>(z.string().max(PROMPT_ID_LENGTH).regex(PROMPT_ID_PATTERN));
export const environmentNameSchema = branded<EnvironmentName>(z.string().regex(ENVIRONMENT_NAME_PATTERN));
export const projectNameSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** Any JSON value. Bodies come from a JSON parser, so there is nothing left to check here. */
export const jsonSchema = z.unknown() as unknown as z.ZodType<Json, Json>;
export const jsonObjectSchema = z.record(z.string(), jsonSchema) as unknown as z.ZodType<JsonObject, JsonObject>;

/** Text that every database keeps and canonical JSON can say: no NUL, no lone surrogate. */
export const textSchema = z.string().regex(/^[^\0\p{Cs}]*$/u, 'must be well-formed text without NUL');
/** Free text that people wrote: a message, a reason. */
export const messageSchema = textSchema.trim().min(1).max(2000);
/** Milliseconds since the epoch. */
export const timeSchema = z.int().nonnegative();

/** Where a page of a list ends; opaque to clients. */
export const cursorSchema = z.string().min(1).max(500);
export const limitSchema = z.coerce.number().int().min(1).max(1000);
/** Which page of a list, and how long. */
export const pageQuery = z.strictObject({ cursor: cursorSchema.exactOptional(), limit: limitSchema.exactOptional() });

/** The pins of an environment as JSON. */
export const pinsSchema = z.record(promptIdSchema, digestSchema);

export const revisionSchema = z.object({ epoch: z.int().nonnegative(), revision: z.int().nonnegative() });

/** Who did something, as records show it. */
export const actorSchema = z.object({ id: z.string(), name: z.string() });
export type Actor = z.infer<typeof actorSchema>;

/** A prompt's kinds of content first; the last four are stored once their normal form is registered on the server. */
export const storedKindSchema = z.enum(['prompt', 'partial', 'guardrail-set', 'suite', 'dataset', 'scorer', 'judge']);
export type StoredKind = z.infer<typeof storedKindSchema>;

export const projectParams = z.strictObject({ project: projectNameSchema });
export const promptParams = z.strictObject({ project: projectNameSchema, prompt: promptIdSchema });
export const digestParams = z.strictObject({ project: projectNameSchema, digest: digestSchema });
export const environmentParams = z.strictObject({ project: projectNameSchema, environment: environmentNameSchema });

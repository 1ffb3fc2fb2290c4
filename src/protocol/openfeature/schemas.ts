import * as z from 'zod';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../base/json/json-depth.ts';
import { jsonObjectSchema } from '../values.ts';

/** What a call says of itself: attributes, `targetingKey` among them, and the values of `variables`. */
export const contextSchema = z
  .looseObject({ targetingKey: z.string().exactOptional(), variables: jsonObjectSchema.exactOptional() })
  .refine((context) => !isDeeperThan(context as JsonObject, MAX_JSON_DEPTH), `nests deeper than ${MAX_JSON_DEPTH}`);
export type EvaluationContext = z.infer<typeof contextSchema>;

/** The reasons of OpenFeature that we give. */
const REASONS = ['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DEFAULT'] as const;
export type EvaluationReason = (typeof REASONS)[number];

const ERROR_CODES = ['PARSE_ERROR', 'INVALID_CONTEXT', 'FLAG_NOT_FOUND', 'GENERAL'] as const;
export type EvaluationErrorCode = (typeof ERROR_CODES)[number];

export const evaluationSchema = z.object({
  key: z.string(),
  value: jsonObjectSchema,
  reason: z.enum(REASONS),
  /** Only with a rollout under way. */
  variant: z.string().exactOptional(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/** `key` is there in answers about one prompt. */
export const evaluationFailureSchema = z.object({
  key: z.string().exactOptional(),
  errorCode: z.enum(ERROR_CODES),
  errorDetails: z.string(),
});
export type EvaluationFailure = z.infer<typeof evaluationFailureSchema>;

const eventStreamSchema = z.object({
  type: z.literal('sse'),
  /** At the origin of the provider's base address: a registry behind a proxy does not know it. */
  endpoint: z.object({ requestUri: z.string() }),
  inactivityDelaySec: z.int(),
});
export type ChangeStream = z.infer<typeof eventStreamSchema>;

export const bulkEvaluationSchema = z.object({
  flags: z.array(z.union([evaluationSchema, evaluationFailureSchema])),
  metadata: z.record(z.string(), z.union([z.string(), z.number()])),
  eventStreams: z.array(eventStreamSchema),
});
export type BulkEvaluation = z.infer<typeof bulkEvaluationSchema>;

export const configurationSchema = z.object({
  name: z.string(),
  capabilities: z.object({
    cacheInvalidation: z.object({ polling: z.object({ enabled: z.boolean(), minPollingIntervalMs: z.number() }) }),
    flagEvaluation: z.object({ supportedTypes: z.array(z.enum(['object'])) }),
    caching: z.object({ enabled: z.boolean() }),
  }),
});
export type ProviderConfiguration = z.infer<typeof configurationSchema>;

export const refetchSchema = z.object({ type: z.literal('refetchEvaluation') });

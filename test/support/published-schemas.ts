import { monitorJsonSchema } from '../../src/evals/monitor/monitor-json-schema.ts';
import { suiteJsonSchema } from '../../src/evals/suite/suite-json-schema.ts';
import { guardrailSetJsonSchema, promptFileJsonSchema } from '../../src/prompt/schema/json-schema.ts';
import type { PublishedSchema } from '../../src/prompt/schema/published-schema.ts';
import { rolloutJsonSchema } from '../../src/release/rollout/rollout-json-schema.ts';
import { configJsonSchema } from '../../src/workspace/config/config-json-schema.ts';

/** Every schema that editors read: `schemas/<name>.schema.json`. */
export const PUBLISHED_SCHEMAS: readonly (readonly [name: string, make: () => PublishedSchema])[] = [
  ['prompt', promptFileJsonSchema],
  ['guardrail-set', guardrailSetJsonSchema],
  ['suite', suiteJsonSchema],
  ['rollout', rolloutJsonSchema],
  ['monitor', monitorJsonSchema],
  ['config', configJsonSchema],
];

import * as z from 'zod';
import { RULE_IDS } from '../../../prompt/breaking/rules.ts';

const range = z.object({
  start: z.int(),
  end: z.int(),
  line: z.int(),
  column: z.int(),
  endLine: z.int(),
  endColumn: z.int(),
});

const change = z.object({
  rule: z.enum(RULE_IDS),
  class: z.enum(['contract', 'needs-eval', 'cost', 'none']),
  level: z.enum(['error', 'warn', 'info']),
  prompt: z.string().describe('The prompt by its later id; for E506 the partial or guardrail set that changed.'),
  path: z
    .array(z.union([z.string(), z.number()]))
    .readonly()
    .describe('Where in the prompt.'),
  message: z.string(),
  hint: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  dependents: z.array(z.string()).readonly().optional().describe('The prompts that a shared change reaches.'),
  place: z.object({ file: z.string(), range }).optional().describe('Relative to the workspace; absent for a prompt that is gone.'),
});

const diagnostic = z.object({
  file: z.string(),
  range,
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string().optional(),
});

/** What `promptlane breaking --json` prints; schemas/breaking.schema.json is generated from it. */
export const breakingDocument = z.object({
  schema: z.literal('promptlane/breaking/v1'),
  before: z.string().describe('The earlier side as people call it: production, git:main.'),
  after: z.string(),
  environment: z.string().optional().describe('Whose levels held.'),
  prompts: z.array(z.string()).readonly().describe('Every prompt that was compared.'),
  verdict: z.enum(['compatible', 'breaking', 'invalid-ignores']),
  semver: z.enum(['major', 'minor', 'patch', 'none']).describe('What a release of the later side would be.'),
  changes: z.array(change).readonly(),
  ignored: z
    .array(z.object({ change, reason: z.string() }))
    .readonly()
    .describe('Changes that a comment accepts.'),
  diagnostics: z.array(diagnostic).readonly().describe('What is wrong with the ignores themselves.'),
  unreadable: z.array(z.object({ id: z.string(), reason: z.string() })).describe('Prompts that are invalid on the earlier side.'),
});

export type BreakingDocument = z.input<typeof breakingDocument>;

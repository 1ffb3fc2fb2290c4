import * as z from 'zod';
import { DIGEST_PATTERN } from '../../../base/digest.ts';
import { ROLES } from '../../../prompt/prompt.ts';

const digest = z.string().regex(DIGEST_PATTERN).optional();
const id = z.string();
const value = z.json().optional();

const fields = z
  .array(z.object({ path: z.string(), before: value, after: value }))
  .describe('Settings with another value; a side that is absent is not set.');

const words = z
  .array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() }))
  .describe('Joined, what is same or removed is the earlier text, what is same or added the later one.');

const comparedBy = z.enum(['line', 'text']).optional().describe('Present when the texts have too little in common to be compared by word.');

const place = z.object({ index: z.int().min(0), role: z.enum(ROLES) }).optional();

const named = z.array(z.object({ id, before: digest, after: digest }));

const shared = z.array(
  z.object({ id, before: digest, after: digest, words, comparedBy, fields, reaches: z.array(id).describe('The prompts that it changes.') }),
);

/** What `promptlane diff --json` prints; schemas/diff.schema.json is generated from it. */
export const diffDocument = z.object({
  schema: z.literal('promptlane/diff/v1'),
  before: z.string().describe('The earlier side as people call it: production, git:main, working tree, a reference.'),
  after: z.string(),
  same: z.boolean().describe('Both sides mean the same.'),
  prompts: z
    .array(
      z.object({
        id,
        before: digest.describe('Absent for a prompt that is new.'),
        after: digest.describe('Absent for a prompt that is gone.'),
        fields,
        messages: z.array(
          z.object({
            kind: z.enum(['same', 'changed', 'moved', 'added', 'removed']),
            before: place,
            after: place,
            words,
            comparedBy,
            fields,
          }),
        ),
        partials: named.describe('What it includes and that changed; how is told once, in the list of the same name outside.'),
        guardrailSets: named,
      }),
    )
    .describe('Every prompt that differs.'),
  partials: shared.describe('Partials that changed, each once.'),
  guardrailSets: shared.describe('Guardrail sets that changed, each once.'),
  renamed: z.array(z.object({ before: id, after: id })).describe('Prompts that have another id and are otherwise the same.'),
  unreadable: z
    .array(z.object({ id, reason: z.string() }))
    .describe('Prompts that are invalid on the earlier side, so that nothing can be said.'),
});

export type DiffDocument = z.input<typeof diffDocument>;

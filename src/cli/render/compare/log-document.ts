import * as z from 'zod';
import { DIGEST_PATTERN } from '../../../base/digest.ts';

const digest = z.string().regex(DIGEST_PATTERN);
const id = z.string();

/** What `promptlane log --json` prints; schemas/log.schema.json is generated from it. */
export const logDocument = z.object({
  schema: z.literal('promptlane/log/v1'),
  id,
  entries: z
    .array(
      z.object({
        kind: z
          .enum(['added', 'changed', 'renamed', 'removed', 'invalid'])
          .describe('`renamed`: under a new id that names the former one as its alias, whatever else changed.'),
        id: id.describe('The id that the prompt had then.'),
        digest: digest.optional().describe('Absent when there is no version: the prompt was removed, or its files are invalid.'),
        previous: digest.optional().describe('The version in the first parent of the commit.'),
        other: id.optional().describe('The former id of what was renamed; for what was removed the id under which it went on.'),
        path: z.string().optional().describe('Relative to the workspace.'),
        reason: z.string().optional().describe('Why it is invalid.'),
        commit: z.string(),
        author: z.object({ name: z.string(), email: z.string() }),
        date: z.iso.datetime(),
        subject: z.string(),
        changes: z
          .array(z.string())
          .describe('What differs from the previous version, a short line each; nothing for what is new or gone.'),
        through: z.array(id).describe('Partials and guardrail sets whose change made this version.'),
        environments: z.array(z.string()).describe('Whose block of promptlane.lock pins this version now.'),
        again: z.boolean().describe('An older commit brought the same version.'),
      }),
    )
    .describe('Newest first.'),
  total: z.int().min(0).describe('How many entries there are without --limit.'),
  complete: z.boolean().describe('False when a shallow clone ends before the history of the prompt does.'),
  elsewhere: z
    .array(z.object({ environment: z.string(), digest }))
    .describe('Pins of promptlane.lock that are no version of this history.'),
});

export type LogDocument = z.input<typeof logDocument>;

import * as z from 'zod';
import { guardrail, promptId } from './prompt-file.ts';

/** What a `*.guardrail.yaml` file may hold; the parameters that each check takes stand in `prompt/check`. */
export const guardrailSetFile = z.strictObject({
  id: promptId.describe('The id of the set. Default: the path below the prompt root, without the suffix.').optional(),
  name: z.string().min(1).describe('A title for people.').optional(),
  description: z.string().describe('What the set is for.').optional(),
  checks: z.array(guardrail).min(1).describe('What every answer must satisfy. Checks only: a set names no other set.'),
});

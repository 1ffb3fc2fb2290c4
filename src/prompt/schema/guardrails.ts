import * as z from 'zod';
import { CHECK_NAMES, CHECKS } from '../check/checks.ts';

/** A guardrail by the check that it uses: its name and its parameters, nothing else. */
export const checkGuardrails: ReadonlyMap<string, z.ZodType> = new Map(
  CHECK_NAMES.map((name) => [name, z.strictObject({ uses: z.literal(name), ...CHECKS[name].parameters })]),
);

/** A guardrail that uses a set: the set says everything. */
export const setGuardrail = z.strictObject({ uses: z.string() });

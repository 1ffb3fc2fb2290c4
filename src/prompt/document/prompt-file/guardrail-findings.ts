import * as z from 'zod';
import { isJsonObject, type Json } from '../../../base/canonical-json.ts';
import { didYouMean } from '../../../base/suggest.ts';
import { CHECK_NAMES, CHECKS, type CheckName, isCheckName } from '../../check/checks.ts';
import { isPromptId } from '../../prompt.ts';
import type { Findings } from '../findings.ts';
import { addSchemaFindings } from '../schema-findings.ts';
import type { ValuePath } from '../yaml/locate.ts';

const checkSchemas: ReadonlyMap<CheckName, z.ZodType> = new Map(
  CHECK_NAMES.map((name) => [name, z.strictObject({ uses: z.literal(name), ...CHECKS[name].parameters })]),
);
const setSchema = z.strictObject({ uses: z.string() });

/** Checks guardrails against the vocabulary of checks. Whether a set exists is for the library to say. */
export function addGuardrailFindings(findings: Findings, guardrails: Json | undefined, path: ValuePath): void {
  if (!Array.isArray(guardrails)) return;
  for (const [index, guardrail] of (guardrails as readonly Json[]).entries()) addOne(findings, guardrail, [...path, index]);
}

function addOne(findings: Findings, guardrail: Json, path: ValuePath): void {
  if (!isJsonObject(guardrail) || typeof guardrail.uses !== 'string') return;
  const name = guardrail.uses;
  const schema = schemaOf(name);
  if (schema === undefined) {
    findings.add([...path, 'uses'], {
      rule: 'unknown-check',
      message: `There is no check "${name}".${didYouMean(name, CHECK_NAMES)}`,
      hint: `The checks are ${CHECK_NAMES.join(', ')}; a name with a \`/\` is a guardrail set.`,
    });
    return;
  }
  const parsed = schema.safeParse(guardrail);
  if (parsed.success) return;
  const keys = isCheckName(name) ? ['uses', ...Object.keys(CHECKS[name].parameters)] : ['uses'];
  addSchemaFindings(findings, parsed.error.issues, { value: guardrail, pathInFile: (inner) => [...path, ...inner], keysAt: () => keys });
}

function schemaOf(name: string): z.ZodType | undefined {
  if (name.includes('/')) return isPromptId(name) ? setSchema : undefined;
  return isCheckName(name) ? checkSchemas.get(name) : undefined;
}

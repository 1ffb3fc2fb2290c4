import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { didYouMean, onlySuggestion } from '../../../base/text/suggest.ts';
import { isPromptId } from '../../prompt.ts';
import { CHECK_GUARDRAILS, SET_GUARDRAIL } from '../../schema/file-shapes.generated.ts';
import { keysOf } from '../../schema/shape/keys-of.ts';
import { misfitsOf } from '../../schema/shape/misfits.ts';
import type { Shape } from '../../schema/shape/shape.ts';
import { type Findings, writeInstead } from '../findings.ts';
import { addSchemaFindings } from '../schema-findings.ts';
import type { ValuePath } from '../yaml/locate.ts';

const CHECK_NAMES = Object.keys(CHECK_GUARDRAILS);

/** Checks guardrails against the vocabulary of checks. Whether a set exists is for the library to say. */
export function addGuardrailFindings(findings: Findings, guardrails: Json | undefined, path: ValuePath): void {
  if (!Array.isArray(guardrails)) return;
  for (const [index, guardrail] of (guardrails as readonly Json[]).entries()) addOne(findings, guardrail, [...path, index]);
}

function addOne(findings: Findings, guardrail: Json, path: ValuePath): void {
  if (!isJsonObject(guardrail) || typeof guardrail.uses !== 'string') return;
  const name = guardrail.uses;
  const shape = shapeOf(name);
  if (shape === undefined) {
    const meant = onlySuggestion(name, CHECK_NAMES);
    findings.add([...path, 'uses'], {
      rule: 'unknown-check',
      message: `There is no check "${name}".${didYouMean(name, CHECK_NAMES)}`,
      hint: `The checks are ${CHECK_NAMES.join(', ')}; a name with a \`/\` is a guardrail set.`,
      ...(meant !== undefined && { repair: writeInstead(meant, name) }),
    });
    return;
  }
  addSchemaFindings(findings, misfitsOf(shape, guardrail), {
    value: guardrail,
    pathInFile: (inner) => [...path, ...inner],
    keysAt: (inner) => keysOf(shape, inner),
  });
}

function shapeOf(name: string): Shape | undefined {
  if (name.includes('/')) return isPromptId(name) ? SET_GUARDRAIL : undefined;
  return Object.hasOwn(CHECK_GUARDRAILS, name) ? CHECK_GUARDRAILS[name] : undefined;
}

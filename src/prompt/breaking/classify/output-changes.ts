import { canonicalJson, type Json } from '../../../base/json/canonical-json.ts';
import type { ValuePath } from '../../document/yaml/locate.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';
import type { RuleId } from '../rules.ts';
import { schemaViolations } from '../schema/compare-schemas.ts';
import { fieldDifference } from '../schema/fields.ts';
import type { FieldPath, Violation } from '../schema/violation.ts';
import { fieldName, fieldPlace } from './field-place.ts';

/**
 * What code that reads the answers must change (B201–B206).
 *
 * Outputs are covariant: every answer that the later schema lets through must be one that the earlier let through.
 */
export function outputChanges(before: PromptVersion, after: PromptVersion): Found[] {
  const format = formatChanges(before, after);
  const [old, young] = [before.content.schema, after.content.schema];
  if (old === undefined || young === undefined) return format;
  const place = (at: FieldPath): ValuePath => ['jsonSchema', 'schema', ...fieldPlace(young.schema, at)];
  const { removed, added } = fieldDifference(old.schema, young.schema);
  const found = [
    ...removed.map(
      (at): Found => ({
        rule: 'B201',
        path: ['jsonSchema', 'schema', ...fieldPlace(old.schema, at)],
        message: `The field "${fieldName(at)}" is gone from the answer.`,
      }),
    ),
    ...schemaViolations(young.schema, old.schema).flatMap((violation) => violationFound(violation, { removed, place })),
    ...added.map((at): Found => ({ rule: 'B205', path: place(at), message: `The answer has the new field "${fieldName(at)}".` })),
  ];
  return [...format, ...onePerPlace(found)];
}

function formatChanges({ content: before }: PromptVersion, { content: after }: PromptVersion): Found[] {
  const [old, young] = [before.responseFormat ?? 'text', after.responseFormat ?? 'text'];
  if (old !== young) {
    return [{ rule: 'B206', path: ['responseFormat'], message: `The response format is now ${young}, not ${old}.`, ...sides(old, young) }];
  }
  if ((before.schema === undefined) !== (after.schema === undefined)) {
    const message = after.schema === undefined ? 'The answer no longer has a schema.' : 'The answer has a schema now.';
    return [{ rule: 'B206', path: ['jsonSchema'], message }];
  }
  if (before.schema?.strict !== true || after.schema?.strict === true) return [];
  const message = 'The schema is no longer strict: answers may leave it.';
  return [{ rule: 'B206', path: ['jsonSchema', 'strict'], message, ...sides(true, after.schema?.strict) }];
}

interface Surroundings {
  readonly removed: readonly FieldPath[];
  readonly place: (at: FieldPath) => ValuePath;
}

function violationFound({ kind, at, what, value, field }: Violation, { removed, place }: Surroundings): Found[] {
  const name = at.length === 0 ? 'The answer' : `The field "${fieldName(at)}"`;
  if (kind === 'required' && field !== undefined) {
    const inner = [...at, field];
    const isRemoved = removed.some((other) => canonicalJson([...other]) === canonicalJson(inner));
    return isRemoved ? [] : [{ rule: 'B203', path: place(inner), message: `The field "${fieldName(inner)}" may now be missing.` }];
  }
  if (kind === 'extra') {
    const message = field === undefined ? `${name} may now be ${what}.` : `The answer has the new field "${fieldName([...at, field])}".`;
    return [{ rule: 'B205', path: place(field === undefined ? at : [...at, field]), message }];
  }
  const message = kind === 'unknown' ? `${name} cannot be proved to fit the earlier schema: ${what}.` : `${name} may now be ${what}.`;
  return [{ rule: ruleOf(kind, what, value), path: place(at), message, ...sides(undefined, value) }];
}

function ruleOf(kind: Violation['kind'], what: string, value: Json | undefined): RuleId {
  if (kind === 'type' && what === 'null') return 'B203';
  const isWord = value !== undefined && (typeof value !== 'object' || value === null);
  return kind === 'value' && isWord ? 'B204' : 'B202';
}

/** A new field is told by its name and by the proof, in the same words. */
function onePerPlace(found: readonly Found[]): Found[] {
  return [...new Map(found.map((one) => [canonicalJson([one.rule, [...one.path], one.message]), one])).values()];
}

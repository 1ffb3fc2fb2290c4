import type { z } from 'zod';
import type { Json } from '../../base/json/canonical-json.ts';
import type { Findings } from '../../prompt/document/findings.ts';
import { addSchemaFindings } from '../../prompt/document/schema-findings.ts';
import { keysAt } from '../../prompt/schema/keys-at.ts';
import { LATER_KEYS } from './suite-schema.ts';

type Path = readonly (string | number)[];

/** A part of a suite that a schema was asked about. */
export interface CheckedPart {
  readonly schema: z.ZodType;
  readonly value: Json;
  /** Where the part stands in the file. */
  readonly path: Path;
}

/** Says what a part of a suite breaks of its schema; keys of later versions are refused as such, not as misspelt. */
export function addPartFindings(findings: Findings, issues: readonly z.core.$ZodIssue[], { schema, value, path }: CheckedPart): void {
  const misfits = issues.flatMap((issue): z.core.$ZodIssue[] => {
    if (issue.code !== 'unrecognized_keys') return [issue];
    const later = issue.keys.filter((key) => LATER_KEYS.has(key));
    for (const key of later) {
      const message = `\`${key}\` is not supported by this version.`;
      findings.addToKey([...path, ...(issue.path as Path), key], { rule: 'unsupported-key', message });
    }
    const unknown = issue.keys.filter((key) => !LATER_KEYS.has(key));
    return unknown.length === 0 ? [] : [{ ...issue, keys: unknown }];
  });
  addSchemaFindings(findings, misfits, {
    value,
    pathInFile: (inner) => [...path, ...inner],
    keysAt: (inner) => keysAt(schema, inner),
  });
}

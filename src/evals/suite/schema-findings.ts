import type { z } from 'zod';
import type { Json } from '../../base/json/canonical-json.ts';
import type { Findings } from '../../prompt/document/findings.ts';
import { addSchemaFindings } from '../../prompt/document/schema-findings.ts';
import { keysAt } from '../../prompt/schema/keys-at.ts';
import { ELSEWHERE } from './suite-schema.ts';

type Path = readonly (string | number)[];

/** A part of a suite that a schema was asked about. */
export interface CheckedPart {
  readonly schema: z.ZodType;
  readonly value: Json;
  /** Where the part stands in the file. */
  readonly path: Path;
}

/** Says what a part of a suite breaks of its schema; of a key whose place is elsewhere it says where. */
export function addPartFindings(findings: Findings, issues: readonly z.core.$ZodIssue[], { schema, value, path }: CheckedPart): void {
  const misfits = issues.flatMap((issue): z.core.$ZodIssue[] => {
    if (issue.code !== 'unrecognized_keys') return [issue];
    const keyPath = [...path, ...(issue.path as Path)];
    const misplaced = issue.keys.filter((key) => keyPath.length === 0 && ELSEWHERE.has(key));
    for (const key of misplaced) {
      const hint = ELSEWHERE.get(key) ?? '';
      findings.addToKey([key], { rule: 'unknown-key', message: `A suite has no key "${key}".`, hint });
    }
    const unknown = issue.keys.filter((key) => !misplaced.includes(key));
    return unknown.length === 0 ? [] : [{ ...issue, keys: unknown }];
  });
  addSchemaFindings(findings, misfits, {
    value,
    pathInFile: (inner) => [...path, ...inner],
    keysAt: (inner) => keysAt(schema, inner),
  });
}

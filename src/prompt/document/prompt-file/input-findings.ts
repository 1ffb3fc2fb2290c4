import type { Json } from '../../../base/json/canonical-json.ts';
import type { InputSpec } from '../../prompt.ts';
import type { Findings } from '../findings.ts';
import { describe } from '../schema-findings.ts';

/** Reports defaults that the declaration itself forbids. */
export function addInputFindings(findings: Findings, inputs: Readonly<Record<string, InputSpec>>): void {
  for (const [name, { type, default: value }] of Object.entries(inputs)) {
    if (value === undefined || type === undefined) continue;
    const types = typeof type === 'string' ? [type] : type;
    if (types.some((wanted) => isOfType(value, wanted))) continue;
    findings.add(['inputs', name, 'default'], {
      rule: 'default-mismatch',
      message: `The default of "${name}" is ${describe(value)}, but its type is ${types.join(' or ')}.`,
      hint: 'Change the default or the type.',
    });
  }
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

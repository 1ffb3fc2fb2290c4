import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import type { Guardrail, GuardrailSetContent, PromptId } from '../prompt.ts';
import { GUARDRAIL_SET_FILE } from '../schema/file-shapes.generated.ts';
import { keysOf } from '../schema/shape/keys-of.ts';
import { misfitsOf } from '../schema/shape/misfits.ts';
import { findingsIn } from './findings.ts';
import { addGuardrailFindings } from './prompt-file/guardrail-findings.ts';
import { readYaml } from './safe-yaml.ts';
import { addSchemaFindings } from './schema-findings.ts';
import { VERSION_LIMITS } from './yaml/limits.ts';

/** A guardrail set read: its checks, or what is wrong with it. */
export interface GuardrailSetDocument {
  /** Absent when the file has any error. */
  readonly content: GuardrailSetContent | undefined;
  /** The id that the file gives itself; otherwise its path counts. */
  readonly id: PromptId | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file that is as its shape says. */
interface GuardrailSetFile {
  readonly id?: PromptId;
  readonly checks: readonly Guardrail[];
}

/** Reads a `*.guardrail.yaml` file. A set holds checks only, no other sets: what a prompt must satisfy is never more than one step away. */
export function readGuardrailSet(source: { file: string; text: string }): GuardrailSetDocument {
  const yaml = readYaml(source, VERSION_LIMITS);
  const findings = findingsIn(source.file, yaml);
  const { value } = yaml;
  const misfits = value === undefined ? [] : misfitsOf(GUARDRAIL_SET_FILE, value);
  if (value !== undefined) addSchemaFindings(findings, misfits, { value, keysAt: (path) => keysOf(GUARDRAIL_SET_FILE, path) });
  const { id, checks } = (value === undefined || misfits.length > 0 ? { checks: [] } : value) as unknown as GuardrailSetFile;
  addGuardrailFindings(findings, checks, ['checks']);
  for (const [index, { uses }] of checks.entries()) {
    if (!uses.includes('/')) continue;
    const message = `The guardrail set uses the set "${uses}".`;
    findings.add(['checks', index, 'uses'], {
      rule: 'nested-guardrail-set',
      message,
      hint: 'List the checks, and use both sets in the prompt.',
    });
  }
  const diagnostics = findings.all();
  return { content: hasErrors(diagnostics) ? undefined : { checks }, id, diagnostics };
}

import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import type { Guardrail, GuardrailSetContent, PromptId } from '../prompt.ts';
import { guardrailSetFile } from '../schema/guardrail-set-file.ts';
import { findingsIn } from './findings.ts';
import { addGuardrailFindings } from './prompt-file/guardrail-findings.ts';
import { readYaml } from './safe-yaml.ts';
import { addSchemaFindings } from './schema-findings.ts';

/** A guardrail set read: its checks, or what is wrong with it. */
export interface GuardrailSetDocument {
  /** Absent when the file has any error. */
  readonly content: GuardrailSetContent | undefined;
  /** The id that the file gives itself; otherwise its path counts. */
  readonly id: PromptId | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a `*.guardrail.yaml` file. A set holds checks only, no other sets: what a prompt must satisfy is never more than one step away. */
export function readGuardrailSet(source: { file: string; text: string }): GuardrailSetDocument {
  const yaml = readYaml(source);
  const findings = findingsIn(source.file, yaml);
  const parsed = guardrailSetFile.safeParse(yaml.value);
  if (yaml.value !== undefined && !parsed.success) {
    addSchemaFindings(findings, parsed.error.issues, { value: yaml.value, keysAt: () => Object.keys(guardrailSetFile.shape) });
  }
  const checks = (parsed.data?.checks ?? []) as Guardrail[];
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
  const failed = !parsed.success || hasErrors(diagnostics);
  return { content: failed ? undefined : { checks }, id: parsed.data?.id as PromptId | undefined, diagnostics };
}

import { counted } from '../../../base/counted.ts';
import { secretFindings } from '../../authoring/secret-findings.ts';
import { findingOf, type GateResult, resultOf } from '../gate-result.ts';

/** Whether a text that is committed holds a key or a password. */
export async function secretsGate(texts: readonly { readonly path: string; readonly text: string }[], prefix: string): Promise<GateResult> {
  const findings = secretFindings(texts).map((diagnostic) => findingOf('secrets', diagnostic, prefix));
  return resultOf('secrets', `${counted(texts.length, 'text')}: ${counted(findings.length, 'secret')}.`, findings);
}

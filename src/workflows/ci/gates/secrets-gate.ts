import { counted } from '../../../base/text/counted.ts';
import { secretFindings } from '../../../prompt/secrets/secret-findings.ts';
import type { ScannedTexts } from '../../authoring/secrets/scanned-texts.ts';
import { findingOf, type GateResult, resultOf } from '../gate-result.ts';

/** Whether a prompt, partial, suite, dataset, cassette or the config holds a key or a password. */
export async function secretsGate({ texts, diagnostics }: ScannedTexts, prefix: string): Promise<GateResult> {
  const secrets = secretFindings(texts);
  const findings = [...secrets, ...diagnostics].map((diagnostic) => findingOf('secrets', diagnostic, prefix));
  return resultOf('secrets', `${counted(texts.length, 'text')}: ${counted(secrets.length, 'secret')}.`, findings);
}

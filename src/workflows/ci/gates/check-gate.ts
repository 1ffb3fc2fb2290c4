import { counted } from '../../../base/text/counted.ts';
import { type CheckDependencies, check } from '../../authoring/check.ts';
import { findingOf, type GateResult, resultOf } from '../gate-result.ts';

/** Whether every prompt, partial, guardrail set, suite, rollout and monitor is valid. */
export async function checkGate(dependencies: CheckDependencies, prefix: string): Promise<GateResult> {
  const { diagnostics, files, errors, warnings } = await check({ paths: [], directory: dependencies.root }, dependencies);
  const findings = diagnostics.map((diagnostic) => findingOf('check', diagnostic, prefix));
  return resultOf('check', `${counted(files, 'file')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}.`, findings);
}

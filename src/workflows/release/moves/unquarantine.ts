import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { parseReference } from '../../../prompt/reference.ts';
import type { Registry } from '../../../registry/registry.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { registryDigest } from '../../versions/registry-digest.ts';
import { type Environments, environmentNamed } from '../environments.ts';

export interface UnquarantineOutcome {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly digest: Digest;
}

/** Ends the quarantine of one version in one environment. It moves no pin. */
export async function unquarantine(
  { reference, env, reason }: { readonly reference: string; readonly env: string; readonly reason: string },
  environments: Environments,
  registry: Registry,
): Promise<UnquarantineOutcome> {
  const environment = environmentNamed(environments, env);
  const { id: prompt, revision } = parseReference(reference);
  const digest = await registryDigest(prompt, revision, registry);
  await registry.unquarantine(environment, { prompt, digest, reason });
  return { environment, prompt, digest };
}

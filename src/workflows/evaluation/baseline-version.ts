import type { PromptId } from '../../prompt/prompt.ts';
import { type Revision, revisionText } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import { type Environments, environmentNamed } from '../release/environments.ts';
import type { Evaluation } from './select-evaluations.ts';

/** A version to compare with, and how it was referred to. */
export interface BaselineVersion {
  readonly version: PromptVersion;
  readonly reference: string;
}

export interface BaselineDependencies {
  readonly lock: Lockfile;
  readonly environments: Environments;
  /** Whose pins suites without a `baseline` are compared with. */
  readonly target: EnvironmentName;
  /** @throws Failure when the version or its content is not to be had */
  readonly resolve: (id: PromptId, revision: Revision) => Promise<PromptVersion>;
}

/**
 * What a suite compares its prompt with; nothing for a suite that says `none`, and for a first release.
 *
 * A pin that exists but cannot be loaded is a failure: comparing with nothing would open the gate.
 * @throws Failure `environment-unknown`, and what `resolve` throws
 */
export async function baselineVersion(
  { suite, prompt }: Evaluation,
  { lock, environments, target, resolve }: BaselineDependencies,
): Promise<BaselineVersion | undefined> {
  const { baseline } = suite;
  if (baseline?.kind === 'none') return undefined;
  const revision = baseline?.kind === 'revision' ? baseline.revision : ({ kind: 'environment', environment: target } as const);
  // A misspelt environment pins nothing either, and is no first release.
  if (revision.kind === 'environment') environmentNamed(environments, revision.environment);
  if (revision.kind === 'environment' && revision.at === undefined && !isPinned(lock, revision.environment, prompt)) return undefined;
  return { version: await resolve(prompt, revision), reference: revisionText(revision).slice(1) };
}

function isPinned(lock: Lockfile, environment: string, prompt: PromptId): boolean {
  return pinsOf(lock, environment as EnvironmentName).has(prompt);
}

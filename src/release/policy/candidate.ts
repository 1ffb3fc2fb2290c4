import type { Digest } from '../../base/digest.ts';
import type { EnvironmentName } from '../environment.ts';
import type { Move } from '../plan.ts';
import type { PolicyFacts, VersionFact } from './facts.ts';

/** One version that is to be pinned, as the checks of a policy see it. */
export interface Candidate {
  readonly environment: EnvironmentName;
  readonly move: Move & { readonly to: Digest };
  readonly version: VersionFact;
  readonly facts: PolicyFacts;
  /** The prompt and its version in a few words. */
  readonly shown: string;
}

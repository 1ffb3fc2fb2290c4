import type { RolloutFile } from './rollout-schema.ts';

/** A rollout file without what only its workspace knows: a registry runs it as it is. */
export type RolloutDefinition = Omit<RolloutFile, 'holdout'> & {
  /** Its share comes out of the config, where all rollouts with one holdout find the same. */
  readonly holdout?: { readonly name: string; readonly share: number } | undefined;
};

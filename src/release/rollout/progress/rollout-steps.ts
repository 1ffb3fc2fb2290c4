import type { RolloutFile } from '../rollout-schema.ts';

export type RolloutStep = NonNullable<RolloutFile['ramp']>[number];

/** The steps of a rollout. Without a ramp an experiment covers all from the start, and a flag only whom its rules name. */
export function rolloutSteps({ mode, ramp }: Pick<RolloutFile, 'mode' | 'ramp'>): readonly RolloutStep[] {
  return ramp ?? [{ coverage: mode === 'experiment' ? 1 : 0 }];
}

/** Whether a step has two sides to compare: outside of experiments there is no control at full coverage, and no variant at none. */
export function isComparing({ mode }: Pick<RolloutFile, 'mode'>, { coverage }: RolloutStep): boolean {
  return coverage > 0 && (mode === 'experiment' || coverage < 1);
}

/** What a step covers, as people say it: `10 %`. */
export function coverageText(step: RolloutStep | undefined): string {
  return `${Number(((step?.coverage ?? 0) * 100).toPrecision(6))} %`;
}

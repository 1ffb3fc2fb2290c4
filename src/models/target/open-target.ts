import type { Model } from '../../evals/runner/model.ts';
import type { Target } from '../../evals/suite/asked/target.ts';
import type { ExecTargetOptions } from './exec-target.ts';

/** The values of the variables that a target is given: what must not be written anywhere. */
export function targetSecrets(target: Target, variables: ExecTargetOptions['variables']): string[] {
  const named = target.kind === 'exec' ? target.environment : Object.values(target.headers).map(({ env }) => env);
  return named.flatMap((name) => variables[name]?.trim() || []);
}

/** Opens the pipeline that a suite names. It runs what the repository says: only for a change that is trusted. */
export async function openTarget(target: Target, options: ExecTargetOptions): Promise<Model> {
  if (target.kind === 'exec') return (await import('./exec-target.ts')).execTarget(target, options);
  return (await import('./http-target.ts')).httpTarget(target, options.variables);
}

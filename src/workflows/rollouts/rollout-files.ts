import { type Diagnostic, placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { readRollout } from '../../release/rollout/read-rollout.ts';
import type { RolloutDefinition } from '../../release/rollout/rollout-definition.ts';
import type { RolloutFile } from '../../release/rollout/rollout-schema.ts';
import type { Config } from '../../workspace/config/config.ts';
import type { Tree } from '../versions/tree.ts';

/** What of a project its rollouts are read with. */
export interface RolloutProject {
  readonly tree: Pick<Tree, 'files' | 'library'>;
  readonly config: Pick<Config, 'environments' | 'holdouts' | 'rollouts'>;
}

/** Where the rollout of a prompt lies, relative to the workspace root. */
export function rolloutPath({ rollouts }: Pick<Config, 'rollouts'>, environment: string, prompt: string): string {
  return `${rollouts}/${environment}/${prompt}.rollout.yaml`;
}

/**
 * What the rollout files of an environment want to be under way, in the order of their paths.
 *
 * @throws Failure `rollout-invalid` at the first place that is wrong, in any file of that environment.
 */
export function wantedRollouts({ tree, config }: RolloutProject, environment: EnvironmentName): RolloutDefinition[] {
  const files = tree.files.filter(({ kind, id }) => kind === 'rollout' && id.startsWith(`${environment}/`));
  return files.map(({ path, id, text }) => {
    const project = { prompts: [...tree.library.prompts.keys()], environments: config.environments.map(({ name }) => name), place: id };
    const { rollout, diagnostics } = readRollout({ file: path, text }, project);
    if (rollout === undefined) throw invalid(diagnostics);
    return definitionOf(rollout, config, path);
  });
}

/** The same without files that are wrong, where others tell of those. */
export function soundRollouts(project: RolloutProject, environment: EnvironmentName): RolloutDefinition[] {
  try {
    return wantedRollouts(project, environment);
  } catch (error) {
    if (error instanceof Failure && error.code === 'rollout-invalid') return [];
    throw error;
  }
}

/** The rollout of a prompt, out of its file. @throws Failure `file-unreadable` when there is none, `rollout-invalid` */
export function rolloutOf(project: RolloutProject, environment: EnvironmentName, prompt: PromptId): RolloutDefinition {
  const found = wantedRollouts(project, environment).find((rollout) => rollout.prompt === prompt);
  if (found !== undefined) return found;
  throw new Failure('file-unreadable', `There is no ${rolloutPath(project.config, environment, prompt)}.`, {
    hint: `Make one with \`promptlane rollout new ${prompt} --env ${environment} --candidate <version>\`.`,
  });
}

function invalid(diagnostics: readonly Diagnostic[]): Failure {
  const [first, ...others] = diagnostics.filter(({ severity }) => severity === 'error');
  if (first === undefined) throw new Error('a rollout without errors was not read');
  const more = others.length > 0 ? ` And ${others.length} more: \`promptlane check\` lists all.` : '';
  return new Failure('rollout-invalid', first.message + more, {
    where: placeOf(first),
    ...(first.hint !== undefined && { hint: first.hint }),
  });
}

function definitionOf({ holdout, ...rollout }: RolloutFile, { holdouts }: Pick<Config, 'holdouts'>, file: string): RolloutDefinition {
  if (holdout === undefined) return rollout;
  const known = holdouts.get(holdout);
  if (known !== undefined) return { ...rollout, holdout: { name: holdout, share: known.share } };
  throw new Failure('rollout-invalid', `${file}: the config has no holdout "${holdout}".`, {
    hint: `Add \`holdouts: { ${holdout}: { share: 0.05 } }\` to the config.`,
  });
}

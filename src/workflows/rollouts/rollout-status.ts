import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Rollout } from '../../protocol/rollout-values.ts';
import type { JudgedRollout, RolloutCalls } from '../../registry/areas/rollouts.ts';
import type { Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';

/** Rollouts of these environments, the newest first in each; `all`: also those that are over. */
export async function listedRollouts(
  registry: Pick<Registry, 'environments' | 'rollouts'>,
  { environment, all }: { readonly environment: EnvironmentName | undefined; readonly all: boolean },
): Promise<Rollout[]> {
  const names = environment === undefined ? (await registry.environments()).map(({ name }) => name) : [environment];
  const lists = await Promise.all(names.map((name) => registry.rollouts(name, { underWay: !all })));
  return lists.flat();
}

/**
 * The rollout of a prompt with what its figures say: of that environment, else of the one where it has one.
 *
 * @throws Failure `not-found` where it has had none, `usage-invalid` when several environments have one.
 */
export async function judgedRollout(
  registry: Pick<Registry, 'environments'> & RolloutCalls,
  {
    prompt,
    environment,
    rollout,
  }: { readonly prompt: PromptId; readonly environment: EnvironmentName | undefined; readonly rollout?: string },
): Promise<JudgedRollout> {
  const place = environment ?? (await placeOf(registry, prompt));
  return await registry.rollout({ prompt, environment: place, ...(rollout !== undefined && { rollout }) });
}

async function placeOf(registry: Pick<Registry, 'environments'> & RolloutCalls, prompt: PromptId): Promise<EnvironmentName> {
  const names = (await registry.environments()).map(({ name }) => name);
  const lists = await Promise.all(names.map((name) => registry.rollouts(name, { prompt })));
  const found = lists.flat();
  const underWay = found.filter(({ endedAt }) => endedAt === undefined);
  const places = [...new Set((underWay.length > 0 ? underWay : found).map(({ environment }) => environment))];
  const [only, ...others] = places;
  if (only === undefined)
    throw new Failure('not-found', `${prompt} has had no rollout.`, { hint: `Make one with \`promptlane rollout new ${prompt}\`.` });
  if (others.length === 0) return only;
  throw new Failure('usage-invalid', `${prompt} has rollouts in ${places.join(' and ')}.`, { hint: 'Say which with `--env`.' });
}

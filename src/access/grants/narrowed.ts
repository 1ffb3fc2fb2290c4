import { globCovers } from '../glob.ts';
import type { Binding } from '../principal.ts';
import type { AccessRole } from '../role.ts';
import { bindingCovers, roleCovers } from './covers.ts';

/**
 * What a token gives its owner now: the grants that it was made with, as far as its owner still has them.
 *
 * Where two grants overlap without one being the wider, nothing is left of them: the answer never reaches
 * further than either list.
 */
export function narrowed(owned: readonly Binding[], token: readonly Binding[]): Binding[] {
  const shared = owned.flatMap((own) => token.flatMap((asked) => overlap(own, asked) ?? []));
  return shared.filter(
    (binding, index) =>
      !shared.some((other, at) => at !== index && bindingCovers(other, binding) && (at < index || !bindingCovers(binding, other))),
  );
}

function overlap(own: Binding, asked: Binding): Binding | undefined {
  const project = narrowerGlob(own.project, asked.project);
  const environments = narrowerGlob(own.environments, asked.environments);
  const prompts = narrowerGlob(own.prompts, asked.prompts);
  if (project === undefined || environments === undefined || prompts === undefined) return undefined;
  return { role: narrowerRole(own.role, asked.role), project, environments, prompts };
}

function narrowerGlob(one: string, other: string): string | undefined {
  if (globCovers(one, other)) return other;
  return globCovers(other, one) ? one : undefined;
}

/** Every role may look; what two others share beyond that is not worth a role of its own. */
function narrowerRole(one: AccessRole, other: AccessRole): AccessRole {
  if (roleCovers(one, other)) return other;
  return roleCovers(other, one) ? one : 'viewer';
}

import type { Registry } from '../../registry/registry.ts';
import type { Environments } from './environments.ts';
import type { Served } from './status.ts';

/** What the registry serves in those of these environments that it has. */
export async function served(registry: Pick<Registry, 'environments' | 'state'>, environments: Environments): Promise<Served> {
  const known = new Set((await registry.environments()).map(({ name }) => name));
  const names = environments.map(({ name }) => name).filter((name) => known.has(name));
  return new Map(await Promise.all(names.map(async (name) => [name, (await registry.state(name)).pins] as const)));
}

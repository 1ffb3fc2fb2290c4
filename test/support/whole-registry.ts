import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Digest } from '../../src/base/digest.ts';
import type { PromptId } from '../../src/prompt/prompt.ts';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName, type Pins } from '../../src/release/environment.ts';
import { sqliteModule } from '../../src/server/storage/sqlite/sqlite-module.ts';
import type { KillScenario } from './kill-rounds.ts';
import type { TemporaryWorkspace } from './temporary-workspace.ts';

interface Folder {
  readonly path: string;
}

/** A client of a registry that `serve` runs in a project's folder, with the token that it wrote there. */
export function adminClient({ path }: Folder, { url }: { readonly url: string }): Registry {
  const token = readFileSync(join(path, '.promptlane', 'admin.token'), 'utf8').trim();
  return nativeRegistry({ url, project: 'default', token });
}

/**
 * Fails when a registry holds half of anything: a damaged database, a revision without its moves,
 * pins that are not the sum of the log, a pin without its content.
 */
export async function expectWholeRegistry({ path }: Folder, registry: Registry): Promise<void> {
  expect(await integrity(join(path, '.promptlane', 'registry.db'))).toEqual([{ integrity_check: 'ok' }]);
  await registry.audit();
  for (const { name } of DEFAULT_ENVIRONMENTS) await expectWholeEnvironment(name, registry);
}

/** What development pinned before a command, and what it is to pin after it. */
export interface Moving {
  before: Pins;
  wanted: Pins;
}

/** After a kill development has moved with all pins or none; after the next run, to all that was wanted. */
export function movesAllOrNone(
  workspace: TemporaryWorkspace,
  registry: Registry,
  moving: Moving,
): Pick<KillScenario, 'inspect' | 'complete'> {
  const pins = async () => (await registry.state('development' as EnvironmentName)).pins;
  return {
    async inspect() {
      await expectWholeRegistry(workspace, registry);
      expect([moving.before, moving.wanted]).toContainEqual(await pins());
    },
    async complete() {
      expect(await pins()).toEqual(moving.wanted);
      expect(workspace.leftovers()).toEqual([]);
    },
  };
}

async function expectWholeEnvironment(name: EnvironmentName, registry: Registry): Promise<void> {
  const [{ revision, pins }, history] = await Promise.all([registry.state(name), registry.history(name)]);
  const log = history.toReversed();
  expect(log.map((entry) => entry.revision)).toEqual(Array.from({ length: revision }, (_, index) => index + 1));
  const sum = new Map<PromptId, Digest>();
  for (const { moves } of log) {
    expect(moves).not.toEqual([]);
    for (const { prompt, from, to } of moves) {
      expect(sum.get(prompt)).toBe(from);
      if (to === undefined) sum.delete(prompt);
      else sum.set(prompt, to);
    }
  }
  expect(new Map(pins)).toEqual(sum);
  await Promise.all([...pins.values()].map((digest) => registry.content(digest)));
}

async function integrity(database: string): Promise<unknown[]> {
  const { DatabaseSync } = await sqliteModule();
  const connection = new DatabaseSync(database, { timeout: 10_000 });
  try {
    return connection.prepare('pragma integrity_check').all();
  } finally {
    connection.close();
  }
}

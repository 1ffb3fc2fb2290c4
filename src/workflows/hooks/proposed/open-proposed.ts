import { readFileSync } from 'node:fs';
import { storedText } from '../../../release/lockfile/blob-id.ts';
import { LOCKFILE_NAME, splitLockfileName } from '../../../release/lockfile/lockfile-name.ts';
import type { Config } from '../../../workspace/config/config.ts';
import { readConfig } from '../../../workspace/config/read-config.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import { pathInside } from '../../../workspace/files/path-inside.ts';
import type { ProposedTree } from '../../../workspace/hooks/proposed-tree.ts';
import { scannedPlaces } from '../../authoring/secrets/scanned-texts.ts';

/** What a commit or a push would bring, and the config that it brings. */
export interface Proposed {
  readonly config: Config;
  readonly tree: ProposedTree;
}

/**
 * Opens a proposed tree by the config that lies in it. One that git does not know holds as it lies on the disk.
 *
 * @param read gives the tree, limited to some files and folders.
 * @throws Failure `config-invalid`
 */
export async function openProposed(
  { root, configFile, config }: Workspace,
  read: (places: readonly string[]) => Promise<ProposedTree>,
): Promise<Proposed> {
  const path = configFile === undefined ? undefined : pathInside(root, configFile);
  const tree = await read(placesOf(config, path));
  const entry = tree.entries.find((candidate) => candidate.path === path);
  if (configFile === undefined || path === undefined || entry === undefined) return { config, tree };
  if (storedText(entry.blob, textOf(configFile)) !== undefined) return { config, tree };
  const bytes = (await tree.read([entry.blob])).get(entry.blob);
  const member = path === 'package.json' ? ({ member: 'promptlane' } as const) : {};
  const own = readConfig({ file: path, text: Buffer.from(bytes ?? []).toString('utf8'), ...member }).config;
  // Its folders may be others.
  return { config: own, tree: await read(placesOf(own, path)) };
}

/** A file that was deleted after it was staged has no text here. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** The files and folders of a project that a hook looks at. */
function placesOf(config: Config, configPath: string | undefined): string[] {
  const places = scannedPlaces(config);
  if (places.includes('.')) return places;
  const locks = [LOCKFILE_NAME, ...config.environments.map(({ name }) => splitLockfileName(name))];
  return [...new Set([...places, ...locks, ...(configPath === undefined ? [] : [configPath])])];
}

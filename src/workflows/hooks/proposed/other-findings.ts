import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { LockedPrompt } from '../../../release/lockfile/lockfile.ts';
import type { Config } from '../../../workspace/config/config.ts';
import { sourcePath } from '../../../workspace/files/source-file.ts';
import type { PathChange } from '../../../workspace/hooks/raw-changes.ts';
import type { ProposedSources } from './proposed-sources.ts';

interface OtherRequest {
  readonly sources: ProposedSources;
  readonly changed: ReadonlySet<string>;
  readonly changes: readonly PathChange[];
  readonly pins: ReadonlyMap<string, LockedPrompt>;
  readonly config: Config;
}

/**
 * What is wrong with suites, rollouts and monitors: with those that changed, and with all rollouts and monitors when a prompt went.
 *
 * They have packages of their own to load; most commits touch none.
 */
export async function otherFindings({ sources, changed, changes, pins, config }: OtherRequest): Promise<Diagnostic[]> {
  const lostPrompt = changes.some(({ path, after }) => after === undefined && sourcePath(path, config)?.kind === 'prompt');
  const wanted = sources.others.filter(({ path, kind }) => changed.has(path) || (lostPrompt && kind !== 'suite'));
  if (wanted.length === 0) return [];
  const [{ files, diagnostics }, { sourceFindings }] = await Promise.all([
    sources.read(wanted),
    import('../../authoring/source-findings.ts'),
  ]);
  const ids = sources.library.filter(({ kind }) => kind === 'prompt').map(({ id }) => id);
  const present = new Set(sources.library.map(({ blob }) => blob));
  // A prompt that gives itself another id than its path does is known by its pin.
  const pinned = [...pins].flatMap(([id, { blob }]) => (present.has(blob) ? [id] : []));
  const project = { prompts: [...new Set([...ids, ...pinned])], environments: config.environments.map(({ name }) => name) };
  return [...diagnostics, ...files.flatMap((file) => sourceFindings(file, project))];
}

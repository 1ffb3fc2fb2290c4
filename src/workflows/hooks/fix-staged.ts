import { basename, join } from 'node:path';
import { hasErrors } from '../../base/diagnostic.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { isLockfileName } from '../../release/lockfile/lockfile-name.ts';
import { listSources } from '../../workspace/files/list-sources.ts';
import type { Git } from '../../workspace/git/git.ts';
import { gitOutput } from '../../workspace/git/run-git.ts';
import { readTreeSources } from '../../workspace/git/tree/read-tree-sources.ts';
import { lockfileFile } from '../../workspace/lockfile-file/lockfile-file.ts';
import { fix } from '../authoring/fix.ts';
import { firstEnvironment } from '../release/environments.ts';
import { lock } from '../release/lock.ts';
import { treeOf } from '../versions/tree.ts';
import type { PreCommitDependencies } from './pre-commit.ts';
import type { ProposedOutcome } from './proposed/check-proposed.ts';

export interface FixDependencies extends PreCommitDependencies {
  readonly git: Git;
  /** The index that git told the hook to use. */
  readonly indexFile: string | undefined;
}

/** What was repaired, or could not be, a sentence each. */
export interface StagedRepair {
  readonly repaired: readonly string[];
  readonly left: readonly string[];
}

/**
 * Repairs staged files and the lockfile, and stages them again.
 *
 * Only what is staged as it lies on the disk is touched: staging a file of which a part was chosen would stage the rest too.
 */
export async function fixStaged(found: ProposedOutcome, dependencies: FixDependencies): Promise<StagedRepair> {
  const { indexFile } = dependencies;
  // `git commit -- file` makes an index for this commit alone: what is staged there is not in the one that stays.
  if (indexFile !== undefined && basename(indexFile).startsWith('next-index'))
    return { repaired: [], left: ['A commit of named files cannot be repaired on the way: run `promptlane hook run --fix`, then commit.'] };
  const files = await fixFiles(found, dependencies);
  const locked = await fixLock(found, files.repaired.length > 0, dependencies);
  return { repaired: [...files.repaired, ...locked.repaired], left: [...files.left, ...locked.left] };
}

async function fixFiles({ diagnostics }: ProposedOutcome, { workspace, run }: FixDependencies): Promise<StagedRepair> {
  const fixable = [...new Set(diagnostics.flatMap((finding) => (finding.fix ? [finding.file] : [])))];
  if (fixable.length === 0) return { repaired: [], left: [] };
  const partial = await changedOnDisk(fixable, run);
  const whole = fixable.filter((file) => !partial.has(file));
  const left = [...partial].map((file) => `${file} is staged in part, so it was not repaired: stage or stash the rest.`);
  if (whole.length === 0) return { repaired: [], left };
  const environments = workspace.config.environments.map(({ name }) => name);
  const paths = whole.map((file) => join(workspace.root, file));
  const { fixed } = await fix(
    { paths, directory: workspace.root },
    { root: workspace.root, sources: await listSources(workspace), environments },
  );
  const changed = [...new Set(fixed.map(({ file }) => file))];
  if (changed.length > 0) await gitOutput(run, ['add', '--', ...changed]);
  return { repaired: changed.map((file) => `${file} was repaired and staged.`), left };
}

/** The lockfile pins what is staged, whatever lies on the disk. */
async function fixLock(found: ProposedOutcome, isRepaired: boolean, { workspace, run, git }: FixDependencies): Promise<StagedRepair> {
  const entries = await git.listIndex(['.']);
  const isOutdated = found.diagnostics.some(({ rule }) => rule === 'lockfile-outdated');
  if (!isOutdated && !(isRepaired && entries.some(({ path }) => isLockfileName(path)))) return { repaired: [], left: [] };
  const tree = treeOf(await readTreeSources(git, workspace.config, 'index'));
  if (hasErrors(tree.diagnostics)) return { repaired: [], left: [] };
  const environment = firstEnvironment(workspace.config.environments);
  const lockfile = await lockfileFile(workspace);
  const file = lockfile.fileOf(environment);
  if ((await changedOnDisk([file], run)).has(file))
    return { repaired: [], left: [`${file} is staged in part, so it was not renewed: stage or restore the rest.`] };
  const blobs = new Map(tree.files.map(({ path, blob }) => [path, blob as BlobId]));
  const blobIds: Git['blobIds'] = async (files) => files.map(({ path }) => blobs.get(path) as BlobId);
  const outcome = await lock({ environment, mode: 'write' }, { tree, lockfile, blobIds });
  await gitOutput(run, ['add', '--', outcome.file]);
  return { repaired: [`${outcome.file} was renewed and staged.`], left: [] };
}

/** Which of some files lie on the disk otherwise than in the index. */
async function changedOnDisk(files: readonly string[], run: FixDependencies['run']): Promise<ReadonlySet<string>> {
  const output = await gitOutput(run, ['diff', '--name-only', '-z', '--relative', '--', ...files]);
  return new Set(output.toString('utf8').split('\0').filter(Boolean));
}

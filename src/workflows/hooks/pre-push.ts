import { byPlace, type Diagnostic, FILE_START, hasErrors } from '../../base/diagnostic.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { LOCKFILE_NAME, splitLockfileName } from '../../release/lockfile/lockfile-name.ts';
import type { PinVerdict } from '../../release/verify/verify-pins.ts';
import type { Config } from '../../workspace/config/config.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { CommitId, Git } from '../../workspace/git/git.ts';
import { gitOutput, type RunGit } from '../../workspace/git/run-git.ts';
import { readTreeSources } from '../../workspace/git/tree/read-tree-sources.ts';
import { committedTree, isNoObject } from '../../workspace/hooks/proposed-tree.ts';
import { lockfileAt } from '../../workspace/lockfile-file/lockfile-at.ts';
import { verify } from '../release/verify.ts';
import type { ReadTexts } from '../versions/batched-texts.ts';
import { treeOf } from '../versions/tree.ts';
import { checkProposed, type ProposedOutcome } from './proposed/check-proposed.ts';
import { openProposed } from './proposed/open-proposed.ts';
import type { PushedRef } from './pushed-refs.ts';

export interface PrePushRequest {
  readonly refs: readonly PushedRef[];
  /** The name of the remote, or its address when it has none. */
  readonly remote: string;
}

export interface PrePushDependencies {
  readonly workspace: Workspace;
  readonly run: RunGit;
  readonly git: Git;
  readonly texts: ReadTexts;
}

/**
 * Checks every commit that a branch or a tag is about to point to on the remote: what is new there, and all pins, recomputed.
 *
 * Deleted refs, commits that the remote has, and objects that are no commits need no check.
 */
export async function prePush({ refs, remote }: PrePushRequest, dependencies: PrePushDependencies): Promise<ProposedOutcome> {
  const outcomes: ProposedOutcome[] = [];
  const seen = new Set<string>();
  for (const ref of refs.filter(({ local }) => !isNoObject(local))) {
    const commit = await commitOf(dependencies.run, ref.local);
    if (commit === undefined || seen.has(commit)) continue;
    seen.add(commit);
    const base = await earlierCommit(ref, commit, remote, dependencies.run);
    if (base !== commit) outcomes.push(await checkPushed(commit, base, dependencies));
  }
  const diagnostics = outcomes.flatMap((outcome) => outcome.diagnostics);
  const distinct = new Map(diagnostics.map((finding) => [JSON.stringify(finding), finding]));
  return { diagnostics: [...distinct.values()].sort(byPlace), files: outcomes.reduce((sum, { files }) => sum + files, 0) };
}

async function commitOf(run: RunGit, id: string): Promise<CommitId | undefined> {
  const { code, stdout } = await run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${id}^{commit}`]);
  return code === 0 ? (stdout.toString().trim() as CommitId) : undefined;
}

/** What the remote has: there, or, for a new ref and one whose commit is not here, anywhere on it. The commit itself when nothing is new. */
async function earlierCommit({ remote: id }: PushedRef, commit: CommitId, remote: string, run: RunGit): Promise<CommitId | undefined> {
  const there = isNoObject(id) ? undefined : await commitOf(run, id);
  if (there !== undefined) return there;
  const args = ['rev-list', '--topo-order', '--boundary', commit, '--not', `--remotes=${remote}`];
  const lines = (await gitOutput(run, args)).toString('latin1').split('\n').filter(Boolean);
  if (lines.length === 0) return commit;
  return lines.find((line) => line.startsWith('-'))?.slice(1) as CommitId | undefined;
}

async function checkPushed(commit: CommitId, before: CommitId | undefined, dependencies: PrePushDependencies): Promise<ProposedOutcome> {
  const { workspace, run } = dependencies;
  const { config, tree } = await openProposed(workspace, (places) => committedTree(run, places, commit, before));
  const outcome = await checkProposed({ proposal: 'pushed' }, { config, tree, isOnDisk: () => false });
  if (outcome.files === 0 || hasErrors(outcome.diagnostics)) return outcome;
  return { ...outcome, diagnostics: [...outcome.diagnostics, ...(await pinFindings(dependencies, config, commit))] };
}

/** Pins of all environments that are not what they say; a push is rare enough to recompute them. */
async function pinFindings({ git, texts }: PrePushDependencies, config: Config, commit: CommitId): Promise<Diagnostic[]> {
  const { environments } = config;
  const lock = await lockfileAt(git, environments, commit);
  if (lock.environments.size === 0) return [];
  const tree = treeOf(await readTreeSources(git, config, commit));
  if (hasErrors(tree.diagnostics)) return tree.diagnostics.filter(({ severity }) => severity === 'error');
  const blobs = new Map(tree.files.map(({ path, blob }) => [path, blob as BlobId]));
  const { verdicts } = await verify({
    tree,
    lock,
    environments,
    blobIds: async (files) => files.map(({ path }) => blobs.get(path) as BlobId),
    texts,
    explainMissing: async (ids) => (await git.explainMissing(ids)).hint,
  });
  return verdicts.filter(({ status }) => status !== 'ok').map((verdict) => pinFinding(verdict, config));
}

function pinFinding({ environment, prompt, status, reasons }: PinVerdict, { lockfile }: Config): Diagnostic {
  return {
    file: lockfile.split ? splitLockfileName(environment) : LOCKFILE_NAME,
    range: FILE_START,
    rule: `pin-${status}`,
    severity: 'error',
    message: `The pin of ${prompt} in ${environment} is not what it says: ${reasons.join(' ')}`,
    hint: 'Run `promptlane verify`.',
  };
}

import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { BlobId, Lockfile } from '../../release/lockfile/lockfile.ts';
import type { PastVersion } from '../../workflows/versions/past-version.ts';
import type { Tree } from '../../workflows/versions/tree.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { SourceListing } from '../../workspace/files/source-file.ts';
import type { CommitId, Git } from '../../workspace/git/git.ts';
import type { LockfileStore } from '../../workspace/lockfile-file/lockfile-file.ts';
import type { CliContext } from '../context.ts';
import { once } from './once.ts';

/** What of a session is on this machine. */
export interface LocalSession {
  workspace(): Promise<Workspace>;
  /** The files of the working tree. */
  sources(): Promise<SourceListing>;
  /** The working tree, read. */
  tree(): Promise<Tree>;
  /** The files of what is staged. @throws Failure `git-missing` outside a repository */
  indexSources(): Promise<SourceListing>;
  /** What is staged. @throws Failure `git-missing` outside a repository */
  indexTree(): Promise<Tree>;
  /** The tree of a git revision, or of it what bears on one prompt. @throws Failure `git-missing` outside a repository */
  treeAt(revision: string, only?: PromptId): Promise<Tree>;
  /** The trees of two git revisions, of each only what may differ in the other. @throws Failure `git-missing` outside a repository */
  differingTrees(before: string, after: string): Promise<readonly [Tree, Tree]>;
  lockfile(): Promise<LockfileStore>;
  lock(): Promise<Lockfile>;
  /** The lockfile of a git revision. @throws Failure `git-missing` outside a repository */
  lockAt(revision: string): Promise<Lockfile>;
  /** Every version that the history in git holds of a prompt; none outside a repository. */
  pastVersions(id: PromptId): Promise<readonly PastVersion[]>;
  git(): Promise<Git | undefined>;
  /** As git gives them; outside a repository as it would. */
  blobIds: Git['blobIds'];
  /** Texts by blob id, out of git; what git lacks is absent. */
  texts(blobs: readonly BlobId[]): Promise<ReadonlyMap<BlobId, string>>;
}

export interface SessionOptions {
  /** Whether texts that a partial clone left out may be fetched; commands that promise to work offline leave it out. */
  readonly fetches?: boolean;
}

/** Opens nothing yet. */
export function openLocalSession(context: CliContext, { fetches = false }: SessionOptions = {}): LocalSession {
  const workspace = once(async () => {
    const { openWorkspace } = await import('../../workspace/config/open-workspace.ts');
    const { directory, config } = context.globals;
    const opened = await openWorkspace({ cwd: directory, ...(config !== undefined && { config }) });
    warn(opened, context);
    return opened;
  });
  const git = once(async () => {
    const { openGit } = await import('../../workspace/git/open-git.ts');
    const { variables, directory } = context.host;
    return openGit((await workspace()).root, { env: variables, cwd: directory }, { fetches });
  });
  const lockfile = once(async () => {
    const { lockfileFile } = await import('../../workspace/lockfile-file/lockfile-file.ts');
    return lockfileFile(await workspace());
  });
  const sources = once(async () => {
    const { listSources } = await import('../../workspace/files/list-sources.ts');
    return listSources(await workspace());
  });
  const parsing = once(async () => (await import('../../prompt/library/parse-once.ts')).parsingOnce());
  const reader = once(async () => (await import('../../workflows/versions/tree.ts')).treeReader(await parsing()));
  const treeFrom = async (listing: SourceListing, only?: PromptId) => (await reader())(listing, only);
  const indexSources = async () => gitSources(await git(), await workspace(), async () => 'index');
  return {
    workspace,
    git,
    lockfile,
    lock: once(async () => (await lockfile()).read()),
    sources,
    tree: once(async () => treeFrom(await sources())),
    indexSources,
    indexTree: async () => treeFrom(await indexSources()),
    treeAt: async (revision, only) =>
      treeFrom(await gitSources(await git(), await workspace(), (repository) => repository.resolveRevision(revision)), only),
    async differingTrees(before, after) {
      const repository = requireGit(await git());
      const { readTreesSources } = await import('../../workspace/git/tree/read-tree-sources.ts');
      const { differingSources } = await import('../../workflows/compare/differing-sources.ts');
      const commits = [await repository.resolveRevision(before), await repository.resolveRevision(after)];
      const [left, right] = (await readTreesSources(repository, (await workspace()).config, commits)) as [SourceListing, SourceListing];
      const [earlier, later] = differingSources(left, right, await parsing());
      return [await treeFrom(earlier), await treeFrom(later)];
    },
    async lockAt(revision) {
      const repository = requireGit(await git());
      const { lockfileAt } = await import('../../workspace/lockfile-file/lockfile-at.ts');
      return lockfileAt(repository, (await workspace()).config.environments, await repository.resolveRevision(revision));
    },
    async pastVersions(id) {
      const repository = await git();
      if (!repository) return [];
      const { pastVersions } = await import('../../workflows/history/past-versions.ts');
      return pastVersions(id, (await workspace()).config, repository);
    },
    async blobIds(files, options) {
      const repository = await git();
      if (repository) return repository.blobIds(files, options);
      const { textBlobId } = await import('../../release/lockfile/blob-id.ts');
      return files.map(({ text }) => textBlobId(text));
    },
    texts: async (blobs) => textsOf(await git(), blobs),
  };
}

function warn({ diagnostics }: Workspace, { terminal }: CliContext): void {
  for (const { file, range, message } of diagnostics) {
    terminal.note(`${terminal.noteColor.yellow('warning')} ${printable(`${file}:${range.line}:${range.column}: ${message}`)}`);
  }
}

async function gitSources(
  git: Git | undefined,
  { config }: Workspace,
  which: (git: Git) => Promise<CommitId | 'index'>,
): Promise<SourceListing> {
  const repository = requireGit(git);
  const { readTreeSources } = await import('../../workspace/git/tree/read-tree-sources.ts');
  return readTreeSources(repository, config, await which(repository));
}

function requireGit(git: Git | undefined): Git {
  if (git) return git;
  throw new Failure('git-missing', 'This is not a git repository, so it has no index and no revisions.');
}

async function textsOf(git: Git | undefined, blobs: readonly BlobId[]): Promise<ReadonlyMap<BlobId, string>> {
  if (!git) return new Map();
  const { decodeSource } = await import('../../workspace/files/decode-source.ts');
  const texts = [...(await git.readBlobs(blobs))].flatMap(([blob, bytes]) => {
    const decoded = decodeSource(blob, bytes);
    return 'text' in decoded ? [[blob, decoded.text] as const] : [];
  });
  return new Map(texts);
}

import type { Registry } from '../../registry/registry.ts';
import type { BlobId, Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Tree } from '../../workflows/versions/tree.ts';
import type { VersionSource } from '../../workflows/versions/version-source.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { LockfileStore } from '../../workspace/lockfile-file/lockfile-file.ts';
import type { CliContext } from '../context.ts';
import { printable } from '../terminal/printable.ts';

/** What commands work on, each opened when it is first asked for and closed with the context. */
export interface Session {
  workspace(): Promise<Workspace>;
  /** The working tree. */
  tree(): Promise<Tree>;
  treeAt(revision: string | 'index'): Promise<Tree>;
  lockfile(): Promise<LockfileStore>;
  lock(): Promise<Lockfile>;
  git(): Promise<Git | undefined>;
  /** As git gives them; outside a repository as it would. */
  blobIds: Git['blobIds'];
  /** Texts by blob id, out of git; what git lacks is absent. */
  texts(blobs: readonly BlobId[]): Promise<ReadonlyMap<BlobId, string>>;
  /** @throws Failure `registry-not-configured` */
  registry(): Promise<Registry>;
  registryIfConfigured(): Promise<Registry | undefined>;
  /** Contents by digest: the tree, then what the lockfile names, then the registry. */
  versions(): Promise<VersionSource>;
}

/** Opens nothing yet. */
export function openSession(context: CliContext): Session {
  const session: Session = {
    workspace: once(async () => {
      const { openWorkspace } = await import('../../workspace/config/open-workspace.ts');
      const workspace = await openWorkspace({ cwd: context.globals.directory });
      for (const { file, range, message } of workspace.diagnostics) {
        context.terminal.note(
          `${context.terminal.noteColor.yellow('warning')} ${printable(`${file}:${range.line}:${range.column}: ${message}`)}`,
        );
      }
      return workspace;
    }),
    tree: once(async () => {
      const [{ treeOf }, { listSources }] = await Promise.all([
        import('../../workflows/versions/tree.ts'),
        import('../../workspace/files/list-sources.ts'),
      ]);
      return treeOf(await listSources(await session.workspace()));
    }),
    async treeAt(revision) {
      const [{ treeOf }, { readTreeSources }] = await Promise.all([
        import('../../workflows/versions/tree.ts'),
        import('../../workspace/git/read-tree-sources.ts'),
      ]);
      const git = await requireGit();
      const { config } = await session.workspace();
      return treeOf(await readTreeSources(git, config, revision === 'index' ? revision : await git.resolveRevision(revision)));
    },
    lockfile: once(async () => {
      const { lockfileFile } = await import('../../workspace/lockfile-file/lockfile-file.ts');
      return lockfileFile(await session.workspace());
    }),
    lock: once(async () => (await session.lockfile()).read()),
    git: once(async () => {
      const { openGit } = await import('../../workspace/git/open-git.ts');
      return openGit((await session.workspace()).root);
    }),
    async blobIds(files, options) {
      const git = await session.git();
      if (git) return git.blobIds(files, options);
      const { textBlobId } = await import('../../release/lockfile/blob-id.ts');
      return files.map(({ text }) => textBlobId(text));
    },
    async texts(blobs) {
      const [git, { decodeSource }] = await Promise.all([session.git(), import('../../workspace/files/decode-source.ts')]);
      const contents = (await git?.readBlobs(blobs)) ?? new Map<BlobId, Uint8Array>();
      const texts = [...contents].flatMap(([blob, bytes]) => {
        const decoded = decodeSource(blob, bytes);
        return 'text' in decoded ? [[blob, decoded.text] as const] : [];
      });
      return new Map(texts);
    },
    async registry() {
      const registry = await session.registryIfConfigured();
      if (registry) return registry;
      const { Failure } = await import('../../base/failure.ts');
      throw new Failure('registry-not-configured', 'No registry is configured.');
    },
    registryIfConfigured: once(async () => {
      const { openRegistry } = await import('./open-registry.ts');
      return openRegistry(context, await session.workspace());
    }),
    versions: once(async () => {
      const [{ firstOf }, { treeVersions }, { lockedVersions }, { registryVersions }] = await Promise.all([
        import('../../workflows/versions/version-source.ts'),
        import('../../workflows/versions/tree.ts'),
        import('../../workflows/versions/locked-versions.ts'),
        import('../../workflows/versions/registry-versions.ts'),
      ]);
      const local = [treeVersions(await session.tree()), lockedVersions(await session.lock(), session.texts)];
      // Opened on the first miss only: what is at hand needs neither a token nor the network.
      const remote: VersionSource = {
        async load(id, digest) {
          const registry = await session.registryIfConfigured();
          return registry && registryVersions(registry).load(id, digest);
        },
      };
      return firstOf([...local, remote]);
    }),
  };
  return session;

  async function requireGit(): Promise<Git> {
    const git = await session.git();
    if (git) return git;
    const { Failure } = await import('../../base/failure.ts');
    throw new Failure('git-missing', 'This is not a git repository, so it has no index and no revisions.');
  }
}

function once<Value>(open: () => Promise<Value>): () => Promise<Value> {
  let opened: Promise<Value> | undefined;
  return () => {
    opened ??= open();
    return opened;
  };
}

import type { Diagnostic } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import { decodeSource } from '../../files/decode-source.ts';
import {
  type SourceFile,
  type SourceListing,
  type SourcePath,
  type SourceRoots,
  sourceFolders,
  sourcePath,
} from '../../files/source-file.ts';
import type { CommitId, Git } from '../git.ts';
import { followLinks } from './follow-links.ts';

type BlobSource = SourcePath & { readonly blob: BlobId };

/**
 * The sources of a commit or of the index, as `listSources` gives those of the working tree.
 *
 * @throws Failure `git-object-missing` when the clone lacks some: a listing with holes would look like deletions.
 */
export async function readTreeSources(git: Git, config: SourceRoots, from: CommitId | 'index'): Promise<SourceListing> {
  const [listing] = await readTreesSources(git, config, [from]);
  return listing ?? { files: [], diagnostics: [] };
}

/** The sources of several trees, whose texts are read, and where need be fetched, at once. */
export async function readTreesSources(git: Git, config: SourceRoots, from: readonly (CommitId | 'index')[]): Promise<SourceListing[]> {
  const definedBy = knownPaths(config);
  const listings = await Promise.all(from.map((one) => listBlobSources(git, config, one, definedBy)));
  const wanted = listings.flatMap(({ sources }) => sources.map(({ blob }) => blob));
  const blobs = await git.readBlobs(wanted);
  const missing = wanted.filter((blob) => !blobs.has(blob));
  if (missing.length > 0) throw await git.explainMissing([...new Set(missing)]);
  const read = readingOnce(blobs);
  return listings.map(({ sources, diagnostics }) => {
    const files: SourceFile[] = [];
    for (const source of sources) {
      const file = read(source);
      if ('text' in file) files.push(file);
      else diagnostics.push(file.problem);
    }
    return { files, diagnostics };
  });
}

/** Reads a file that several trees hold once, and gives them one. */
function readingOnce(blobs: ReadonlyMap<BlobId, Uint8Array>) {
  const known = new Map<string, SourceFile | { readonly problem: Diagnostic }>();
  return (source: BlobSource) => {
    const key = `${source.blob} ${source.path}`;
    const former = known.get(key);
    if (former) return former;
    const decoded = decodeSource(source.path, blobs.get(source.blob) ?? new Uint8Array());
    const file = 'text' in decoded ? { ...source, text: decoded.text } : decoded;
    known.set(key, file);
    return file;
  };
}

type DefinedBy = (path: string) => SourcePath | undefined;

/** What paths define, each looked at once: trees of one repository have most in common. */
function knownPaths(config: SourceRoots): DefinedBy {
  const known = new Map<string, SourcePath | undefined>();
  return (path) => {
    if (!known.has(path)) known.set(path, sourcePath(path, config));
    return known.get(path);
  };
}

/** A folder of another repository would look like one whose prompts are gone. @throws Failure `git-submodule` */
export async function refuseSubmodules(git: Pick<Git, 'submodules'>, from: CommitId | 'index', folders: readonly string[]): Promise<void> {
  const [submodule] = await git.submodules(from, folders);
  if (submodule === undefined) return;
  throw new Failure('git-submodule', `${submodule} is a submodule: this repository holds none of its files.`, {
    hint: `Run promptlane in the submodule, where its history is: \`promptlane -C ${submodule} …\`, with a config of its own.`,
  });
}

/** What the paths define, with links followed; unread so far. */
async function listBlobSources(git: Git, config: SourceRoots, from: CommitId | 'index', definedBy: DefinedBy) {
  const folders = sourceFolders(config);
  await refuseSubmodules(git, from, folders);
  const entries = await (from === 'index' ? git.listIndex(folders) : git.listTree(from, folders));
  const defining = entries.flatMap((entry) => {
    const source = definedBy(entry.path);
    return source === undefined ? [] : [{ source, entry }];
  });
  const linked = defining.map(({ entry }) => entry).filter(({ kind }) => kind === 'link');
  const targets = await followLinks(git, from, linked);
  const sources: BlobSource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { source, entry } of defining) {
    const target = targets.get(entry.path) ?? entry;
    if ('rule' in target) diagnostics.push(target);
    else sources.push({ ...source, blob: target.blob });
  }
  return { sources: sources.sort((left, right) => byCodePoint(left.path, right.path)), diagnostics };
}

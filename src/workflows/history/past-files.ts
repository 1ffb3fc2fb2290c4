import { mayGiveItselfAnId } from '../../prompt/library/bearing-on.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import { type ParseSource, parsingOnce } from '../../prompt/library/parse-once.ts';
import type { Defined } from '../../prompt/library/parse-source.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import { decodeSource } from '../../workspace/files/decode-source.ts';
import { type SourceRoots, sourcePath } from '../../workspace/files/source-file.ts';
import type { Git, HistoryCommit } from '../../workspace/git/git.ts';
import { isLibrarySource } from '../versions/tree.ts';

/** The files that a prompt was ever made of, with every text that they had. */
export interface PastFiles {
  /** The prompt's id, then its former ones: those that some version of it names as its aliases. */
  readonly ids: readonly PromptId[];
  /** Texts by path and blob; a text that could not be read is a finding. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<BlobId, PastText>>;
  /** Has read them already. */
  readonly parse: ParseSource;
}

export type PastText = ReturnType<typeof decodeSource>;

/** A path that commits changed, with what it defines. */
type PastPath = Omit<LibrarySource, 'text'> & { readonly blobs: Set<BlobId> };

/**
 * Finds the files that a prompt was ever made of: those that define its id or a former one, and what they use, at any depth.
 *
 * A prompt is followed by its id alone, wherever its file was moved.
 * @throws Failure `git-object-missing` when the clone lacks a text that may define it.
 */
export async function pastFiles(id: PromptId, commits: readonly HistoryCommit[], roots: SourceRoots, git: Blobs): Promise<PastFiles> {
  const paths = pastPaths(commits, roots);
  const parse = parsingOnce();
  const ownIds = await textsWithOwnId(paths, git);
  const texts = new Map<string, ReadonlyMap<BlobId, PastText>>();
  const ids = new Set([id]);
  const wanted = new Set<string>([id]);
  for (let known = 0; known < wanted.size; ) {
    known = wanted.size;
    const found = paths.filter((path) => !texts.has(path.path) && mayDefine(path, wanted, ownIds));
    for (const [path, those] of await readTexts(found, git)) texts.set(path, those);
    follow(paths, texts, parse, { ids, wanted });
  }
  return { ids: [...ids], texts, parse };
}

type Blobs = Pick<Git, 'readBlobs' | 'explainMissing'>;

/** Adds the former ids of a prompt, and what each of its versions uses. */
function follow(
  paths: readonly PastPath[],
  texts: PastFiles['texts'],
  parse: ParseSource,
  { ids, wanted }: { readonly ids: Set<PromptId>; readonly wanted: Set<string> },
): void {
  for (const defined of paths.flatMap((path) => definitions(path, texts, parse))) {
    const { entry } = defined;
    if (defined.kind === 'prompt') {
      if (!ids.has(entry.id)) continue;
      for (const alias of defined.entry.content.about.aliases ?? []) {
        ids.add(alias);
        wanted.add(alias);
      }
    }
    for (const name of [...entry.partials, ...entry.guardrailSets]) wanted.add(name);
  }
}

function definitions({ kind, path, id }: PastPath, texts: PastFiles['texts'], parse: ParseSource): Defined[] {
  const read = [...(texts.get(path)?.values() ?? [])].flatMap((decoded) => ('text' in decoded ? [decoded.text] : []));
  return read.flatMap((text) => parse({ kind, path, id, text }).defined ?? []);
}

function pastPaths(commits: readonly HistoryCommit[], roots: SourceRoots): PastPath[] {
  const paths = new Map<string, PastPath>();
  for (const { path, after } of commits.flatMap(({ changes }) => changes)) {
    if (after === undefined) continue;
    const known = paths.get(path);
    const source = known ? undefined : sourcePath(path, roots);
    if (known) known.blobs.add(after);
    else if (source && isLibrarySource(source)) paths.set(path, { ...source, blobs: new Set([after]) });
  }
  return [...paths.values()];
}

/** A file defines the id that its path gives, unless its text gives another. */
function mayDefine({ id, path }: PastPath, wanted: ReadonlySet<string>, ownIds: ReadonlyMap<string, readonly string[]>): boolean {
  if (wanted.has(id)) return true;
  // An escape may spell any id.
  return (ownIds.get(path) ?? []).some((text) => text.includes('\\') || [...wanted].some((one) => text.includes(one)));
}

/** The texts, by path, that may give themselves another id than their path gives them. */
async function textsWithOwnId(paths: readonly PastPath[], git: Blobs): Promise<ReadonlyMap<string, string[]>> {
  const own = new Map<string, string[]>();
  // Every text that may be needed is asked for here, so that a partial clone is given them by one fetch.
  const blobs = await readAll(
    paths.flatMap((path) => [...path.blobs]),
    git,
  );
  for (const { kind, path, blobs: ids } of paths) {
    const texts = [...ids].map((blob) => Buffer.from(blobs.get(blob) ?? []).toString('utf8'));
    const named = texts.filter((text) => mayGiveItselfAnId({ kind, text }));
    if (named.length > 0) own.set(path, named);
  }
  return own;
}

async function readTexts(paths: readonly PastPath[], git: Blobs): Promise<[string, ReadonlyMap<BlobId, PastText>][]> {
  const blobs = await readAll(
    paths.flatMap((path) => [...path.blobs]),
    git,
  );
  return paths.map(({ path, blobs: ids }) => [
    path,
    new Map([...ids].map((blob) => [blob, decodeSource(path, blobs.get(blob) ?? new Uint8Array())])),
  ]);
}

/** A history with holes would look like other versions. */
async function readAll(ids: readonly BlobId[], git: Blobs): Promise<ReadonlyMap<BlobId, Uint8Array>> {
  const blobs = await git.readBlobs(ids);
  const missing = ids.filter((id) => !blobs.has(id));
  if (missing.length > 0) throw await git.explainMissing(missing);
  return blobs;
}

import type { Diagnostic } from '../../../base/diagnostic.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import { assembleLibrary } from '../../../prompt/library/assemble-library.ts';
import type { Library } from '../../../prompt/library/library.ts';
import type { ParsedSource } from '../../../prompt/library/parse-source.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { LockedPrompt } from '../../../release/lockfile/lockfile.ts';
import type { BlobSource } from './lock-currency.ts';
import type { ProposedSources } from './proposed-sources.ts';
import { type ParsedSources, readClosure, type SourcesById, sourcesById } from './read-closure.ts';

/** The part of a tree that a change bears on. */
export interface ChangedLibrary {
  readonly library: Library;
  /** The files that changed, and those that use what changed. */
  readonly affected: ReadonlySet<string>;
  /** About the affected files. */
  readonly diagnostics: readonly Diagnostic[];
  /** The ids that the files which were read give themselves, by path. */
  readonly ids: ReadonlyMap<string, PromptId>;
}

/** What of a tree changed. */
export interface LibraryChange {
  /** Paths whose text is new. */
  readonly changed: ReadonlySet<string>;
  /** Ids of what is gone. */
  readonly removed: readonly string[];
}

/** What the pins tell without reading: see `lockCurrency`. */
interface Known {
  readonly settled: ReadonlyMap<BlobSource, PromptId>;
  readonly pins: ReadonlyMap<PromptId, LockedPrompt>;
}

/** What to say of a reference that leads nowhere may name any file of the tree. */
const ABOUT_THE_WHOLE: ReadonlySet<string> = new Set(['guardrail-set-missing', 'partial-missing']);

/**
 * Checks what changed and whatever uses it, among all that these refer to.
 *
 * What is pinned as it stands is read only where it bears on the change, because the pins tell what each prompt uses:
 * so a hook takes its time from the commit, not from the repository. What is not pinned is read.
 */
export async function changedLibrary(sources: ProposedSources, change: LibraryChange, known: Known): Promise<ChangedLibrary> {
  const byId = sourcesById(sources.library, known.settled);
  const part = assembled(await readClosure(bearing(sources.library, byId, change, known), byId, sources), change);
  if (!part.diagnostics.some(({ rule }) => ABOUT_THE_WHOLE.has(rule))) return part;
  return assembled(await readClosure(sources.library, byId, sources), change);
}

/** The changed files, those that no pin tells anything about, and the prompts that use what changed, with all that they use. */
function bearing(
  library: readonly BlobSource[],
  byId: SourcesById,
  { changed, removed }: LibraryChange,
  { settled, pins }: Known,
): Set<BlobSource> {
  const unknown = library.filter((source) => !settled.has(source) || changed.has(source.path));
  const touched = new Set([...removed, ...unknown.map((source) => settled.get(source) ?? source.id)]);
  const ids = [...pins].flatMap(([id, { uses }]) => {
    const all = [id, ...uses.keys()];
    return all.some((one) => touched.has(one)) ? all : [];
  });
  return new Set([...unknown, ...ids.flatMap((id) => byId.get(id.toLowerCase()) ?? [])]);
}

function assembled({ parsed, diagnostics }: ParsedSources, { changed, removed }: LibraryChange): ChangedLibrary {
  // Of two files that ask for one id the first by path has it, as in a whole tree.
  const files = [...parsed].sort((one, other) => byCodePoint(one.source.path, other.source.path));
  const library = assembleLibrary(files);
  const affected = affectedPaths(files, { changed, removed });
  const ids = files.flatMap(({ source, defined }) => (defined ? [[source.path, defined.entry.id] as const] : []));
  return {
    library,
    affected,
    diagnostics: [...diagnostics, ...library.diagnostics].filter(({ file }) => affected.has(file)),
    ids: new Map(ids),
  };
}

/** The changed files, and those that name them through however many partials. */
function affectedPaths(files: readonly ParsedSource[], { changed, removed }: LibraryChange): ReadonlySet<string> {
  const paths = new Set(changed);
  const ids = new Set<string>(removed);
  for (const { source, defined } of files) if (changed.has(source.path)) ids.add(defined?.entry.id ?? source.id);
  for (let before = -1; before !== ids.size; ) {
    before = ids.size;
    for (const { source, defined } of files) {
      if (defined === undefined || ids.has(defined.entry.id)) continue;
      if (![...defined.entry.partials, ...defined.entry.guardrailSets].some((id) => ids.has(id))) continue;
      paths.add(source.path);
      ids.add(defined.entry.id);
    }
  }
  return paths;
}

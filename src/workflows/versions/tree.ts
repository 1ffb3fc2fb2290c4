import { type Diagnostic, hasErrors, placeOf } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { bearingOn } from '../../prompt/library/bearing-on.ts';
import type { Library, LibrarySource } from '../../prompt/library/library.ts';
import { type LibraryVersions, libraryVersions } from '../../prompt/library/library-versions.ts';
import { type ParseSource, parsingOnce } from '../../prompt/library/parse-once.ts';
import { readLibrary } from '../../prompt/library/read-library.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { SourceFile, SourceListing } from '../../workspace/files/source-file.ts';
import type { VersionSource } from './version-source.ts';

/** Everything that one tree defines: the working tree, the index, or a commit. */
export interface Tree {
  readonly library: Library;
  readonly versions: LibraryVersions;
  /** Every file that was read, suites included. */
  readonly files: readonly SourceFile[];
  readonly suites: readonly SourceFile[];
  /** Findings of the library, and files that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a tree out of a listing; with an id only the files that bear on that prompt are looked into. */
export type ReadTree = (listing: SourceListing, only?: PromptId) => Tree;

/** Reads trees that have most files in common, each file once. */
export function treeReader(parse: ParseSource = parsingOnce()): ReadTree {
  return (listing, only) => {
    const sources = listing.files.filter(isLibrarySource);
    if (only === undefined) return treeFrom(listing, sources, parse);
    const named = new Set(sources.filter(({ id }) => id.toLowerCase() === only.toLowerCase()).map(({ path }) => path));
    const bearing = bearingOn(sources, (path) => named.has(path), parse);
    return treeFrom(
      listing,
      bearing.map(({ source }) => source),
      parse,
    );
  };
}

/** Reads a tree from the files that were found in it. */
export function treeOf(listing: SourceListing): Tree {
  return treeFrom(listing, listing.files.filter(isLibrarySource));
}

function treeFrom({ files, diagnostics }: SourceListing, sources: readonly LibrarySource[], parse?: ParseSource): Tree {
  const library = readLibrary(sources, parse);
  return {
    library,
    versions: libraryVersions(library),
    files,
    suites: files.filter(({ kind }) => kind === 'suite'),
    diagnostics: [...diagnostics, ...library.diagnostics],
  };
}

/** Lets only a tree without errors pass. @throws Failure `prompts-invalid` that counts the errors and names the first. */
export function requireValid(tree: Tree): Tree {
  if (!hasErrors(tree.diagnostics)) return tree;
  const errors = tree.diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  throw new Failure('prompts-invalid', `${first?.message ?? 'Invalid prompts.'}${more}`, {
    ...(first && { where: placeOf(first) }),
    details: { diagnostics: errors },
  });
}

const LIBRARY_KINDS: ReadonlySet<SourceFile['kind']> = new Set(['prompt', 'partial', 'guardrail-set']);

/** True for what the library reads: prompts, partials and guardrail sets. */
export function isLibrarySource<File extends Pick<SourceFile, 'kind'>>(file: File): file is File & Pick<LibrarySource, 'kind'> {
  return LIBRARY_KINDS.has(file.kind);
}

/** The versions that the prompts of a tree are now. */
export function treeVersions({ library, versions }: Tree): VersionSource {
  return {
    async load(id, digest) {
      if (!library.prompts.has(id) || hasErrors(library.diagnostics)) return undefined;
      const version = versions.of(id);
      return version.digest === digest ? version : undefined;
    },
  };
}

import { bearingOn } from '../../prompt/library/bearing-on.ts';
import type { LibrarySource } from '../../prompt/library/library.ts';
import type { ParseSource } from '../../prompt/library/parse-once.ts';
import type { SourceListing } from '../../workspace/files/source-file.ts';
import { isLibrarySource } from '../versions/tree.ts';

/**
 * Of two listings what may mean something else in one than in the other: the files that differ, those that use them, and
 * what bears on these. Every other prompt has one version on both sides, without being read.
 */
export function differingSources(before: SourceListing, after: SourceListing, parse: ParseSource): [SourceListing, SourceListing] {
  const sides = [before.files.filter(isLibrarySource), after.files.filter(isLibrarySource)] as const;
  const paths = differingPaths(...sides);
  addUsers(paths, sides.flat(), parse);
  addBearing(paths, sides, parse);
  const narrowed = ({ files, diagnostics }: SourceListing): SourceListing => ({
    files: files.filter(({ path }) => paths.has(path)),
    diagnostics,
  });
  return [narrowed(before), narrowed(after)];
}

/** Adds what bears on them in either listing: a file that one of them alone looked into would seem to come or to go. */
function addBearing(paths: Set<string>, sides: readonly (readonly LibrarySource[])[], parse: ParseSource): void {
  for (let known = -1; known < paths.size; ) {
    known = paths.size;
    for (const { source } of sides.flatMap((sources) => bearingOn(sources, (path) => paths.has(path), parse))) paths.add(source.path);
  }
}

function differingPaths(before: readonly LibrarySource[], after: readonly LibrarySource[]): Set<string> {
  const texts = new Map(before.map(({ path, text }) => [path, text]));
  const there = new Set(after.map(({ path }) => path));
  return new Set([
    ...after.filter(({ path, text }) => texts.get(path) !== text).map(({ path }) => path),
    ...before.filter(({ path }) => !there.has(path)).map(({ path }) => path),
  ]);
}

/** Adds the files that may name a partial or a guardrail set among them, at any depth. An escape may spell any name. */
function addUsers(paths: Set<string>, sources: readonly LibrarySource[], parse: ParseSource): void {
  const shared = sources.filter(({ kind }) => kind !== 'prompt');
  const idsOf = (source: LibrarySource) => [source.id, parse(source).defined?.entry.id ?? source.id];
  let fresh = shared.filter(({ path }) => paths.has(path)).flatMap(idsOf);
  while (fresh.length > 0) {
    const names = fresh;
    const users = sources.filter(
      ({ path, text }) => !paths.has(path) && (text.includes('\\') || names.some((name) => text.includes(name))),
    );
    for (const { path } of users) paths.add(path);
    fresh = users.filter(({ kind }) => kind !== 'prompt').flatMap(idsOf);
  }
}

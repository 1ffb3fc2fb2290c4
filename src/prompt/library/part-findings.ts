import type { Diagnostic } from '../../base/diagnostic.ts';
import { assembleLibrary } from './assemble-library.ts';
import { bearingOn } from './bearing-on.ts';
import type { LibrarySource } from './library.ts';
import { readLibrary } from './read-library.ts';

/** What to say of a reference that leads nowhere may name any file of the tree. */
const ABOUT_THE_WHOLE: ReadonlySet<string> = new Set(['guardrail-set-missing', 'partial-missing']);

/**
 * What `readLibrary` finds in some files of a tree, read without most of the others.
 *
 * Only what bears on the named files is read: what they refer to, and every file that may ask for the id of one
 * of these. So a hook takes its time from the commit, not from the repository.
 */
export function partFindings(sources: readonly LibrarySource[], isNamed: (path: string) => boolean): readonly Diagnostic[] {
  const about = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) => diagnostics.filter(({ file }) => isNamed(file));
  const part = about(assembleLibrary(bearingOn(sources, isNamed)));
  return part.some(({ rule }) => ABOUT_THE_WHOLE.has(rule)) ? about(readLibrary(sources)) : part;
}

import { assembleLibrary } from './assemble-library.ts';
import type { Library, LibrarySource } from './library.ts';
import { parseSource } from './parse-source.ts';

/** Reads and checks the files of one tree together: ids, templates, references and variables included. */
export function readLibrary(sources: readonly LibrarySource[]): Library {
  return assembleLibrary(sources.map(parseSource));
}

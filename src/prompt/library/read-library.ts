import { assembleLibrary } from './assemble-library.ts';
import type { Library, LibrarySource } from './library.ts';
import type { ParseSource } from './parse-once.ts';
import { parseSource } from './parse-source.ts';

/** Reads and checks the files of one tree together: ids, templates, references and variables included. */
export function readLibrary(sources: readonly LibrarySource[], parse: ParseSource = parseSource): Library {
  return assembleLibrary(sources.map((source) => parse(source)));
}

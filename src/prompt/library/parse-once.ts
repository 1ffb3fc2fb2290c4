import type { LibrarySource } from './library.ts';
import { type ParsedSource, parseSource } from './parse-source.ts';

/** Reads one file without looking at any other. */
export type ParseSource = (source: LibrarySource) => ParsedSource;

/**
 * Reads each file once: trees that hold the same text at the same place share what was read.
 *
 * Two revisions of a thousand prompts differ in a few, and most of the time goes into reading.
 */
export function parsingOnce(): ParseSource {
  const known = new Map<string, ParsedSource[]>();
  return (source) => {
    const { kind, path, id, text } = source;
    const here = known.get(path) ?? [];
    const same = here.find((parsed) => parsed.source.text === text && parsed.source.kind === kind && parsed.source.id === id);
    if (same !== undefined) return same;
    const parsed = parseSource(source);
    known.set(path, [...here, parsed]);
    return parsed;
  };
}

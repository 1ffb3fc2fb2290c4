import type { LibrarySource } from './library.ts';
import type { ParseSource } from './parse-once.ts';
import { type ParsedSource, parseSource } from './parse-source.ts';

/** The named files and those that bear on them, in their order: what they refer to, and what may ask for an id of these. */
export function bearingOn(
  sources: readonly LibrarySource[],
  isNamed: (path: string) => boolean,
  parse: ParseSource = parseSource,
): ParsedSource[] {
  const byDefaultId = new Map<string, LibrarySource[]>();
  for (const source of sources) byDefaultId.set(source.id.toLowerCase(), [...(byDefaultId.get(source.id.toLowerCase()) ?? []), source]);
  const parsed = new Map<LibrarySource, ParsedSource>();
  const waiting = sources.filter((source) => isNamed(source.path) || mayGiveItselfAnId(source));
  for (let source = waiting.pop(); source; source = waiting.pop()) {
    if (parsed.has(source)) continue;
    const one = parse(source);
    parsed.set(source, one);
    const { entry } = one.defined ?? {};
    const ids = entry ? [entry.id, ...entry.partials, ...entry.guardrailSets] : [];
    waiting.push(...ids.flatMap((id) => byDefaultId.get(id.toLowerCase()) ?? []));
  }
  return sources.flatMap((source) => parsed.get(source) ?? []);
}

/** A key at the start of a line that is not plainly another than `id`. */
const ID_OR_UNCLEAR = /^(?:\uFEFF|id[ \t]*:|["'?*&!{]|---[ \t]*[^\s#])/m;
/** The first line that is no comment starts with a space: then every key may be meant. */
const INDENTED = /^(?:[ \t]*(?:#.*)?\r?\n|---[ \t]*(?:#.*)?\r?\n)*[ \t]+[^\s#]/;

/**
 * Whether the id of a file may be another than its path gives, seen without parsing it.
 *
 * In YAML whose keys begin at the first column, an own id is a line that begins with it; whatever is written
 * otherwise counts as may be.
 */
export function mayGiveItselfAnId(source: Pick<LibrarySource, 'kind' | 'text'>): boolean {
  const { kind, text } = source;
  const known = seen.get(source);
  if (known !== undefined) return known;
  const may = kind !== 'partial' && (ID_OR_UNCLEAR.test(text) || INDENTED.test(text) || /\r(?!\n)/.test(text));
  seen.set(source, may);
  return may;
}

/** What was seen of a file: revisions that hold it share it, and ask several times. */
const seen = new WeakMap<object, boolean>();

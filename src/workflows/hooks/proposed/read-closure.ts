import type { Diagnostic } from '../../../base/diagnostic.ts';
import { type ParsedSource, parseSource } from '../../../prompt/library/parse-source.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { isLibrarySource } from '../../versions/tree.ts';
import type { BlobSource } from './lock-currency.ts';
import type { ProposedSources } from './proposed-sources.ts';

/** Parsed files in the order in which they were asked for, and what could not be read. */
export interface ParsedSources {
  readonly parsed: readonly ParsedSource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sources by lower-case id; two may ask for one. */
export type SourcesById = ReadonlyMap<string, readonly BlobSource[]>;

/** Looks sources up by the ids that their paths give, and by those that are known otherwise. */
export function sourcesById(sources: readonly BlobSource[], known: ReadonlyMap<BlobSource, PromptId> = new Map()): SourcesById {
  const byId = new Map<string, BlobSource[]>();
  for (const source of sources) {
    for (const id of new Set([source.id.toLowerCase(), (known.get(source) ?? source.id).toLowerCase()])) {
      const others = byId.get(id);
      if (others) others.push(source);
      else byId.set(id, [source]);
    }
  }
  return byId;
}

/** Reads some sources and everything that they name, wave by wave: texts of one wave come out of one process. */
export async function readClosure(start: Iterable<BlobSource>, byId: SourcesById, sources: ProposedSources): Promise<ParsedSources> {
  const wanted = new Set(start);
  const parsed: ParsedSource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (let wave = [...wanted]; wave.length > 0; ) {
    const read = await sources.read(wave);
    const files = read.files.filter(isLibrarySource).map(parseSource);
    parsed.push(...files);
    diagnostics.push(...read.diagnostics);
    const next = new Set(files.flatMap(named).flatMap((id) => byId.get(id.toLowerCase()) ?? []));
    wave = [...next].filter((source) => !wanted.has(source));
    for (const source of wave) wanted.add(source);
  }
  return { parsed, diagnostics };
}

/** The ids that a file asks for: its own, because another may ask for that too, and what it refers to. */
function named({ defined }: ParsedSource): PromptId[] {
  return defined ? [defined.entry.id, ...defined.entry.partials, ...defined.entry.guardrailSets] : [];
}

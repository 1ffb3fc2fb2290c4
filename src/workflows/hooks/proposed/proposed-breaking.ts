import { type Diagnostic, FILE_START } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import type { BreakingChange, PromptSide, PromptSides } from '../../../prompt/breaking/breaking-change.ts';
import { breakingChanges } from '../../../prompt/breaking/breaking-changes.ts';
import { RULE_IDS, RULES } from '../../../prompt/breaking/rules.ts';
import { assembleLibrary } from '../../../prompt/library/assemble-library.ts';
import type { Library } from '../../../prompt/library/library.ts';
import { libraryVersions } from '../../../prompt/library/library-versions.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Config } from '../../../workspace/config/config.ts';
import { sourcePath } from '../../../workspace/files/source-file.ts';
import type { ProposedTree } from '../../../workspace/hooks/proposed-tree.ts';
import { isLibrarySource } from '../../versions/tree.ts';
import type { ChangedLibrary } from './changed-library.ts';
import type { BlobSource } from './lock-currency.ts';
import type { ProposedSources } from './proposed-sources.ts';
import { readClosure, sourcesById } from './read-closure.ts';

/** Rules about evals and costs. */
const NOT_TOLD = Object.fromEntries(RULE_IDS.filter((id) => RULES[id].class !== 'contract').map((id) => [id, 'off' as const]));

/**
 * Warns of what callers of the prompts would notice, against the tree before; nobody is stopped: a branch may break and mend.
 *
 * What needs an eval or costs more is left to `breaking` and `ci`: nearly every change of a text would be told.
 */
export async function proposedBreaking(
  { library, affected }: ChangedLibrary,
  { changes }: ProposedTree,
  sources: ProposedSources,
  config: Config,
): Promise<Diagnostic[]> {
  const changed = new Map(changes.map(({ path, before }) => [path, before]));
  const earlier = [...sources.library.filter(({ path }) => !changed.has(path)), ...earlierSources(changes, config)];
  const gone = new Set(changes.flatMap(({ path, after }) => (after === undefined ? [path] : [])));
  const touched = (path: string) => affected.has(path) || gone.has(path);
  const { parsed } = await readClosure(
    earlier.filter(({ path }) => touched(path)),
    sourcesById(earlier),
    sources,
  );
  const before = sidesOf(assembleLibrary(parsed), touched);
  if (before.size === 0) return [];
  const report = breakingChanges(before, sidesOf(library, touched), { levels: { ...config.breaking.rules, ...NOT_TOLD } });
  return [
    ...report.changes.filter(({ level }) => level !== 'info').map((change) => warning(change, before)),
    ...report.diagnostics.filter(({ rule }) => rule !== 'ignore-unused'),
  ];
}

function earlierSources(changes: ProposedTree['changes'], config: Config): BlobSource[] {
  return changes.flatMap(({ path, before }): BlobSource[] => {
    const source = before === undefined ? undefined : sourcePath(path, config);
    return source !== undefined && before !== undefined && isLibrarySource(source) ? [{ ...source, blob: before }] : [];
  });
}

/** The prompts of some files that can be read, with all that they use. */
function sidesOf(library: Library, isWanted: (path: string) => boolean): PromptSides {
  const versions = libraryVersions(library);
  const invalid = new Set(library.diagnostics.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  const sides = [...library.prompts].flatMap(([id, { content, source }]): [PromptId, PromptSide][] => {
    if (!isWanted(source.path) || invalid.has(source.path)) return [];
    try {
      return [[id, { version: versions.of(id), about: content.about, source: { path: source.path, text: source.text } }]];
    } catch (error) {
      // What it uses could not be read: it could not be called.
      if (error instanceof Failure) return [];
      throw error;
    }
  });
  return new Map(sides);
}

/** A prompt that is gone has no later place: the file that it had is named. */
function warning({ rule, prompt, message, hint, place }: BreakingChange, before: PromptSides): Diagnostic {
  const { file, range } = place ?? { file: before.get(prompt)?.source?.path ?? prompt, range: FILE_START };
  return { file, range, rule, severity: 'warning', message, hint };
}

import type { Diagnostic } from '../../base/diagnostic.ts';
import type { BlobId } from '../../release/lockfile/lockfile.ts';
import type { Config } from '../config/config.ts';

export type SourceKind = 'prompt' | 'partial' | 'guardrail-set' | 'suite' | 'rollout' | 'monitor';

/** A file of the workspace that defines something, with its text. */
export interface SourceFile {
  readonly kind: SourceKind;
  /** Relative to the workspace root, with forward slashes. */
  readonly path: string;
  /** The path below its root, without the suffix. A prompt file may name another. */
  readonly id: string;
  readonly text: string;
  /** Known when the text came out of git. */
  readonly blob?: BlobId;
}

/** The sources that could be read, and a finding for each one that could not. */
export interface SourceListing {
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a path of the workspace defines. */
export type SourcePath = Pick<SourceFile, 'kind' | 'path' | 'id'>;

const PROMPT_SUFFIXES: readonly (readonly [RegExp, SourceKind])[] = [
  [/\.prompt\.ya?ml$/, 'prompt'],
  [/\.partial\.md$/, 'partial'],
  [/\.guardrail\.ya?ml$/, 'guardrail-set'],
];
const SUITE_SUFFIXES: readonly (readonly [RegExp, SourceKind])[] = [[/\.eval\.ya?ml$/, 'suite']];
const ROLLOUT_SUFFIXES: readonly (readonly [RegExp, SourceKind])[] = [[/\.rollout\.ya?ml$/, 'rollout']];
const MONITOR_SUFFIXES: readonly (readonly [RegExp, SourceKind])[] = [[/\.monitor\.ya?ml$/, 'monitor']];

/** What a name says of its file wherever it lies, by its end. */
export const SOURCE_SUFFIXES = [...PROMPT_SUFFIXES, ...SUITE_SUFFIXES, ...ROLLOUT_SUFFIXES, ...MONITOR_SUFFIXES];

/** Where a project keeps its sources. */
export type SourceRoots = Pick<Config, 'prompts' | 'evals' | 'rollouts' | 'monitors'>;

/** Every folder that may hold sources, once. */
export function sourceFolders({ prompts, evals, rollouts, monitors }: SourceRoots): string[] {
  return [...new Set([...prompts, ...evals, rollouts, monitors])];
}

/**
 * What a path defines, or nothing; one rule for the working tree, the index and every commit.
 *
 * Below a root, hidden names (`.git`, `.promptlane`, an editor's `.#draft`) and `node_modules` define nothing.
 */
export function sourcePath(path: string, { prompts, evals, rollouts, monitors }: SourceRoots): SourcePath | undefined {
  return (
    sourceBelow(path, prompts, PROMPT_SUFFIXES) ??
    sourceBelow(path, evals, SUITE_SUFFIXES) ??
    sourceBelow(path, [rollouts], ROLLOUT_SUFFIXES) ??
    sourceBelow(path, [monitors], MONITOR_SUFFIXES)
  );
}

function sourceBelow(path: string, roots: readonly string[], suffixes: readonly (readonly [RegExp, SourceKind])[]): SourcePath | undefined {
  const below = pathBelow(path, roots);
  if (below === undefined || below.split('/').some(isSkipped)) return undefined;
  const match = suffixes.find(([suffix]) => suffix.test(below));
  return match && { kind: match[1], path, id: below.replace(match[0], '') };
}

/** The path below the deepest root that holds it: of two nested roots the inner one names the file. */
function pathBelow(path: string, roots: readonly string[]): string | undefined {
  const holding = roots.filter((root) => root === '.' || path.startsWith(`${root}/`));
  const deepest = holding.sort((left, right) => right.length - left.length)[0];
  if (deepest === undefined) return undefined;
  return deepest === '.' ? path : path.slice(deepest.length + 1);
}

/** Names of files and folders that are never looked into below a root. */
export function isSkipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

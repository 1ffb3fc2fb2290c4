import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { byPlace, type Diagnostic } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { partFindings } from '../../prompt/library/part-findings.ts';
import { namedPathInside } from '../../workspace/files/path-inside.ts';
import type { SourceListing } from '../../workspace/files/source-file.ts';
import { isLibrarySource, treeOf } from '../versions/tree.ts';
import { namedSource, treeAround } from './named-source.ts';

export interface CheckRequest {
  /** Files and folders as the user named them; empty means everything. */
  readonly paths: readonly string[];
  /** What those paths are relative to, absolute. */
  readonly directory: string;
}

export interface CheckOutcome {
  /** By file, then by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface CheckDependencies {
  /** Top of the workspace, absolute; paths of findings are relative to it. */
  readonly root: string;
  /** What is checked: the files of the working tree, or what is staged. */
  readonly sources: SourceListing;
  /** Names of the environments that the config declares. */
  readonly environments: readonly string[];
}

/**
 * Checks a tree, or the part of it that was named.
 *
 * A named file is checked among its neighbours; one from outside the prompt roots is checked on its own,
 * with the partials and guardrail sets of the workspace.
 * @throws Failure `file-unreadable` for a path that does not exist.
 */
export async function check({ paths, directory }: CheckRequest, { root, sources, environments }: CheckDependencies): Promise<CheckOutcome> {
  const { files } = sources;
  if (paths.length === 0) return checkedFiles(await treeFindings(sources, environments), files.length);

  const targets = paths.map((path) => targetOf(path, directory, root));
  const isNamed = namedBy(targets);
  const named = files.filter(({ path }) => isNamed(path));
  const known = new Set(files.map(({ path }) => path));
  const strangers = targets.filter(({ shown, isFile }) => isFile && !known.has(shown));
  const outside = await Promise.all(strangers.map(({ absolute, shown }) => strangerFindings(absolute, shown, sources)));
  const inside = named.every(isLibrarySource)
    ? [...sources.diagnostics, ...partFindings(files.filter(isLibrarySource), isNamed)]
    : await treeFindings(sources, environments);
  return checkedFiles([...inside.filter(({ file }) => isNamed(file)), ...outside.flat()], named.length + strangers.length);
}

/** All findings of a tree. Suites, rollouts and monitors have packages of their own to load; most commits touch none. */
async function treeFindings(sources: SourceListing, environments: readonly string[]): Promise<Diagnostic[]> {
  const { diagnostics, library } = treeOf(sources);
  const others = sources.files.filter((file) => !isLibrarySource(file));
  if (others.length === 0) return [...diagnostics];
  const { sourceFindings } = await import('./source-findings.ts');
  const project = { prompts: [...library.prompts.keys()], environments };
  return [...diagnostics, ...others.flatMap((file) => sourceFindings(file, project))];
}

interface Target {
  readonly absolute: string;
  /** Relative to the workspace when inside it, else as the user wrote it. */
  readonly shown: string;
  readonly isFile: boolean;
}

function targetOf(path: string, directory: string, root: string): Target {
  const absolute = resolve(directory, path);
  if (!existsSync(absolute)) throw new Failure('file-unreadable', `There is no file or folder "${path}".`);
  return { absolute, shown: namedPathInside(root, absolute) ?? path, isFile: statSync(absolute).isFile() };
}

/** Whether a file is named, by itself or by a folder above it. A hook names files by the thousand: those are looked up, not compared. */
function namedBy(targets: readonly Target[]): (file: string) => boolean {
  const files = new Set(targets.map(({ shown }) => shown));
  const folders = targets.filter(({ isFile }) => !isFile).map(({ shown }) => (shown === '' ? '' : `${shown}/`));
  return (file) => files.has(file) || folders.some((folder) => file.startsWith(folder));
}

async function strangerFindings(absolute: string, shown: string, sources: SourceListing): Promise<readonly Diagnostic[]> {
  const read = namedSource(absolute, shown);
  if ('problem' in read) return [read.problem];
  if (!isLibrarySource(read.file)) return (await import('./source-findings.ts')).sourceFindings(read.file);
  return treeAround(read.file, sources).diagnostics.filter(({ file }) => file === shown);
}

/** Findings as an outcome: in the order in which people read them, and counted. */
export function checkedFiles(diagnostics: readonly Diagnostic[], files: number): CheckOutcome {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((finding) => finding.severity === severity).length;
  return { diagnostics: diagnostics.toSorted(byPlace), files, errors: count('error'), warnings: count('warning') };
}

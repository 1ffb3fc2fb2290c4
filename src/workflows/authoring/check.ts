import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { byPlace, type Diagnostic } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { namedPathInside } from '../../workspace/files/path-inside.ts';
import { isLibrarySource, type Tree } from '../versions/tree.ts';
import { namedSource, treeAround } from './named-source.ts';
import { sourceFindings } from './source-findings.ts';

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
  /** What is checked: the working tree, or what is staged. */
  readonly tree: Tree;
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
export function check({ paths, directory }: CheckRequest, { root, tree, environments }: CheckDependencies): CheckOutcome {
  const inTree = tree.files;
  const project = { prompts: [...tree.library.prompts.keys()], environments };
  const findings = [...tree.diagnostics, ...inTree.flatMap((file) => sourceFindings(file, project))];
  if (paths.length === 0) return outcome(findings, inTree.length);

  const targets = paths.map((path) => targetOf(path, directory, root));
  const isNamed = namedBy(targets);
  const named = inTree.filter(({ path }) => isNamed(path));
  const known = new Set(inTree.map(({ path }) => path));
  const strangers = targets.filter(({ shown, isFile }) => isFile && !known.has(shown));
  const outside = strangers.flatMap(({ absolute, shown }) => strangerFindings(absolute, shown, tree));
  return outcome([...findings.filter(({ file }) => isNamed(file)), ...outside], named.length + strangers.length);
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

function strangerFindings(absolute: string, shown: string, tree: Tree): readonly Diagnostic[] {
  const read = namedSource(absolute, shown);
  if ('problem' in read) return [read.problem];
  if (!isLibrarySource(read.file)) return sourceFindings(read.file);
  return treeAround(read.file, tree).diagnostics.filter(({ file }) => file === shown);
}

function outcome(diagnostics: readonly Diagnostic[], files: number): CheckOutcome {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((finding) => finding.severity === severity).length;
  return { diagnostics: diagnostics.toSorted(byPlace), files, errors: count('error'), warnings: count('warning') };
}

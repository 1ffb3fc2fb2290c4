import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { applyFixes } from '../../prompt/document/edit/apply-fixes.ts';
import { namedPathInside } from '../../workspace/files/path-inside.ts';
import { replaceFile } from '../../workspace/files/replace-file.ts';
import type { SourceListing } from '../../workspace/files/source-file.ts';
import { type CheckDependencies, type CheckOutcome, type CheckRequest, check } from './check.ts';

export interface FixOutcome extends CheckOutcome {
  /** What was repaired, in the order in which it was; places are those of the text before that repair. */
  readonly fixed: readonly Diagnostic[];
}

/** A repair can bring to light what it hid; more rounds than this would go in circles. */
const MOST_ROUNDS = 20;

/**
 * Checks files of the working tree and makes every repair that a finding offers, until none is left.
 *
 * Nothing but the stretches named by the repairs changes; each file is replaced as a whole.
 * @returns what was repaired, and what remains.
 * @throws Failure `write-raced` when a file changed on the disk meanwhile: it stays as it is.
 */
export async function fix(request: CheckRequest, dependencies: CheckDependencies): Promise<FixOutcome> {
  const fixed: Diagnostic[] = [];
  let { sources } = dependencies;
  let outcome = await check(request, { ...dependencies, sources });
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const repaired = await repair(outcome.diagnostics, fileNamed(request, dependencies.root), sources);
    if (repaired.fixed.length === 0) break;
    fixed.push(...repaired.fixed);
    sources = repaired.sources;
    outcome = await check(request, { ...dependencies, sources });
  }
  return { ...outcome, fixed };
}

/** Makes one round of repairs on the disk. */
async function repair(
  diagnostics: readonly Diagnostic[],
  absolute: (file: string) => string,
  { files, diagnostics: unread }: SourceListing,
) {
  const fixed: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const fixable = diagnostics.filter((finding) => finding.fix !== undefined);
  for (const file of new Set(fixable.map((finding) => finding.file))) {
    const path = absolute(file);
    const findings = fixable.filter((finding) => finding.file === file);
    const before = files.find((source) => source.path === file)?.text ?? (await readFile(path, 'utf8'));
    const repaired = applyFixes(before, findings);
    if (repaired.fixed.length === 0) continue;
    await replaceFile(path, before, repaired.text);
    texts.set(file, repaired.text);
    fixed.push(...repaired.fixed);
  }
  const sources = files.map((source) => {
    const text = texts.get(source.path);
    return text === undefined ? source : { ...source, text };
  });
  return { fixed, sources: { files: sources, diagnostics: unread } };
}

/** Findings name files of the workspace by their path in it, and others as the user did. */
function fileNamed({ paths, directory }: CheckRequest, root: string): (file: string) => string {
  const strangers = paths.filter((path) => namedPathInside(root, resolve(directory, path)) === undefined);
  return (file) => (strangers.includes(file) ? resolve(directory, file) : join(root, file));
}

import { posix } from 'node:path';
import { type Diagnostic, hasErrors } from '../../../base/diagnostic.ts';
import { parseDataset } from '../../../evals/dataset/parse-dataset.ts';
import { readSuite } from '../../../evals/suite/read-suite.ts';
import { type SourceFile, type SourceRoots, sourcePath } from '../../../workspace/files/source-file.ts';
import { type Tree, treeOf } from '../../versions/tree.ts';
import type { PlannedFile } from './planned-files.ts';
import type { Refusal } from './read-imports.ts';

/** The planned files that `check` accepts among those that are there, and why the others are not. */
export function checkPlanned(
  planned: readonly PlannedFile[],
  { files: present }: Pick<Tree, 'files'>,
  roots: SourceRoots,
): { readonly files: readonly PlannedFile[]; readonly refusals: readonly Refusal[] } {
  const paths = new Set(planned.map(({ path }) => path));
  const sources = planned.flatMap((file): SourceFile[] => {
    const source = sourcePath(file.path, roots);
    return source === undefined ? [] : [{ ...source, text: file.text }];
  });
  const after = treeOf({ files: [...present.filter(({ path }) => !paths.has(path)), ...sources], diagnostics: [] });
  const findings = [...after.diagnostics, ...planned.flatMap(partFindings)];
  const refusals = planned.flatMap((file): Refusal[] => {
    const error = findings.find(({ file: path, severity, rule }) => path === file.path && severity === 'error' && rule !== 'duplicate-id');
    return error === undefined ? [] : [refusalOf(file, error)];
  });
  const refused = new Set(refusals.map(({ file }) => file));
  return { files: planned.filter(({ from }) => !refused.has(from)), refusals };
}

/** Suites and datasets are no part of the library. */
function partFindings({ kind, path, text }: PlannedFile): readonly Diagnostic[] {
  if (kind === 'suite') return readSuite({ file: path, text }).diagnostics;
  return kind === 'dataset' ? parseDataset({ file: path, text, format: 'jsonl' }).diagnostics.filter((one) => hasErrors([one])) : [];
}

function refusalOf({ from, path }: PlannedFile, { range, message, hint }: Diagnostic): Refusal {
  const place = `${posix.basename(path)}:${range.line}:${range.column}`;
  return {
    file: from,
    message: `What it gives would not pass \`check\`: ${message} (${place})`,
    hint: hint ?? 'Change the file, then import again.',
  };
}

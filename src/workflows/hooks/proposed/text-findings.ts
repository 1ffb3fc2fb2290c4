import { type Diagnostic, FILE_START } from '../../../base/diagnostic.ts';
import { conflictFinding } from '../../../prompt/document/conflict-finding.ts';
import { sourceText } from '../../../prompt/document/source-text.ts';
import { secretFindings } from '../../../prompt/secrets/secret-findings.ts';
import { isLockfileName } from '../../../release/lockfile/lockfile-name.ts';
import type { TreeEntry } from '../../../workspace/git/git.ts';
import { scannedTexts } from '../../authoring/secrets/scanned-texts.ts';
import type { ProposedSources } from './proposed-sources.ts';

/** What is wrong with a text whatever it means: conflict markers and secrets. Datasets and cassettes have no other check here. */
export async function textFindings(entries: readonly TreeEntry[], sources: ProposedSources): Promise<Diagnostic[]> {
  // A lockfile is digests and ids, and its reader says where a merge is open.
  const files = entries.filter(({ kind, path }) => kind === 'file' && !isLockfileName(path));
  const contents = await sources.bytes(files.map(({ blob }) => blob));
  const { texts, diagnostics } = scannedTexts(files.map(({ path }, index) => ({ path, bytes: contents[index] ?? new Uint8Array() })));
  const conflicts = texts.flatMap(({ path, text }): Diagnostic[] => {
    const conflict = conflictFinding(text);
    if (conflict === undefined) return [];
    const { at, ...said } = conflict;
    return [sourceText(path, text).finding(at, said)];
  });
  return [...diagnostics, ...conflicts, ...secretFindings(texts)];
}

/** The finding for a path in which a merge is not settled. */
export function unmergedFinding(file: string): Diagnostic {
  const message = 'A merge left several texts of this file, and none is chosen.';
  return { file, range: FILE_START, rule: 'conflict-marker', severity: 'error', message, hint: 'Settle it, then `git add` it.' };
}

import { type Diagnostic, FILE_START, type SourceRange } from '../../../base/diagnostic.ts';
import { Failure, type Place } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { readLockfiles } from '../../../release/lockfile/join-lockfiles.ts';
import type { LockedPrompt } from '../../../release/lockfile/lockfile.ts';
import { isLockfileName } from '../../../release/lockfile/lockfile-name.ts';
import type { Config } from '../../../workspace/config/config.ts';
import type { ProposedTree } from '../../../workspace/hooks/proposed-tree.ts';
import { firstEnvironment } from '../../release/environments.ts';
import type { Outdated } from './lock-currency.ts';
import type { ProposedSources } from './proposed-sources.ts';

/** The pins of the environment that is derived from the tree, as a proposed tree has them. */
export interface ProposedLock {
  /** The file to name; absent when the tree holds no lockfile. */
  readonly file?: string;
  readonly pins: ReadonlyMap<PromptId, LockedPrompt>;
  /** Why the lockfile cannot be read. */
  readonly broken?: Diagnostic;
}

const UTF8 = new TextDecoder();

/** Reads whichever lockfiles the tree holds; one that is broken is a finding. */
export async function readProposedLock({ entries }: ProposedTree, sources: ProposedSources, config: Config): Promise<ProposedLock> {
  const files = entries.filter(({ path, kind }) => kind === 'file' && isLockfileName(path));
  const [first] = files;
  if (first === undefined) return { pins: new Map() };
  const contents = await sources.bytes(files.map(({ blob }) => blob));
  try {
    const { environments } = readLockfiles(files.map(({ path }, index) => ({ file: path, text: UTF8.decode(contents[index]) })));
    return { file: first.path, pins: environments.get(firstEnvironment(config.environments)) ?? new Map() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { file: first.path, pins: new Map(), broken: findingOf(error, first.path) };
  }
}

function findingOf({ code, message, hint, where }: Failure, file: string): Diagnostic {
  return { file: where?.file ?? file, range: where ? rangeAt(where) : FILE_START, rule: code, severity: 'error', message, hint };
}

function rangeAt({ line, column }: Place): SourceRange {
  return { ...FILE_START, line, column, endLine: line, endColumn: column };
}

/** The finding for a lockfile that does not pin the tree which it comes with. */
export function outdatedLock(file: string, outdated: readonly Outdated[], proposal: 'staged' | 'pushed'): Diagnostic {
  const shown = outdated.slice(0, 3).map(({ id, how }) => `${id} ${how}`);
  const rest = outdated.length > shown.length ? ` and ${outdated.length - shown.length} more` : '';
  return {
    file,
    range: FILE_START,
    rule: 'lockfile-outdated',
    severity: 'error',
    message: `It does not pin what is ${proposal}: ${shown.join(', ')}${rest}.`,
    hint: proposal === 'staged' ? `Run \`promptlane lock\`, then \`git add ${file}\`.` : `Run \`promptlane lock\`, and commit ${file}.`,
  };
}

/** The finding for prompts that are committed without the lockfile, which lies beside them. */
export function lockLeftOut(file: string): Diagnostic {
  return {
    file,
    range: FILE_START,
    rule: 'lockfile-outdated',
    severity: 'error',
    message: 'It is not part of the commit: git does not know it.',
    hint: `Run \`promptlane lock\`, then \`git add ${file}\`.`,
  };
}

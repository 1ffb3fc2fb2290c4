import { type Digest, isDigest } from '../../../base/digest.ts';

/** What the commit message of an upload says, so that it is not taken for an edit made in LangWatch. */
export interface VersionMark {
  /** A claim: whoever may write may write this. It counts where the content bears it out. */
  readonly digest: Digest;
  /** Absent for what was in no commit. */
  readonly commit?: string;
}

const MARK = /\n*Promptlane-Version: (\S+)(?:\nPromptlane-Commit: ([0-9a-f]{40,64}))?\s*$/;

/** A commit message with its mark, in trailers as Git has them. */
export function markedMessage(message: string, { digest, commit }: VersionMark): string {
  return `${message}\n\nPromptlane-Version: ${digest}${commit === undefined ? '' : `\nPromptlane-Commit: ${commit}`}`;
}

/** The mark of a commit message, if it has one, and what was said besides. */
export function markOf(commitMessage: string): { readonly message: string; readonly mark?: VersionMark } {
  const [, digest, commit] = MARK.exec(commitMessage) ?? [];
  if (!isDigest(digest)) return { message: commitMessage };
  return { message: commitMessage.replace(MARK, ''), mark: { digest, ...(commit !== undefined && { commit }) } };
}

/** One line of what git tells a pre-push hook. */
export interface PushedRef {
  readonly localRef: string;
  /** The object that is pushed; all zeros deletes the remote ref. */
  readonly local: string;
  readonly remoteRef: string;
  /** What the remote has there; all zeros for a new ref. */
  readonly remote: string;
}

const LINE = /^(\S+) ([0-9a-f]{40,64}) (\S+) ([0-9a-f]{40,64})$/;

/** Reads the lines that git gives a pre-push hook on stdin; anything else is left out. */
export function parsePushedRefs(input: string): PushedRef[] {
  return input.split('\n').flatMap((line) => {
    const [, localRef, local, remoteRef, remote] = LINE.exec(line.trim()) ?? [];
    return localRef && local && remoteRef && remote ? [{ localRef, local, remoteRef, remote }] : [];
  });
}

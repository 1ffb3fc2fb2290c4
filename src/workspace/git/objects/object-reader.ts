import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { Failure } from '../../../base/failure.ts';
import type { BlobId } from '../../../release/lockfile/lockfile.ts';
import type { GitResult } from '../run-git.ts';

/** What reading gave: every blob that is there, or how git ended when it could not go on. */
export type ObjectsRead = { readonly blobs: Map<BlobId, Uint8Array> } | { readonly ended: GitResult };

/** Reads blobs by their ids. */
export type ReadObjects = (ids: readonly BlobId[]) => Promise<ObjectsRead>;

/** Without a question for so long the process is let go. */
const IDLE_MS = 1_000;

/**
 * Reads blobs through one `git cat-file --batch` that stays open between questions: starting git costs more than most answers.
 *
 * It starts with the first question and holds nobody up: a program that is done ends, and git with it.
 */
export function objectReader(folder: string, env: NodeJS.ProcessEnv): ReadObjects {
  let open: BatchProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const answer = async (ids: readonly BlobId[]): Promise<ObjectsRead> => {
    if (ids.length === 0) return { blobs: new Map() };
    clearTimeout(idle);
    open ??= startBatch(folder, env);
    const asked = open;
    const read = await asked.ask(ids);
    if ('ended' in read) open = undefined;
    else
      idle = setTimeout(() => {
        asked.end();
        if (open === asked) open = undefined;
      }, IDLE_MS).unref();
    return read;
  };
  return (ids) => {
    // One question at a time: answers carry no number.
    const answered = turn.then(() => answer(ids));
    turn = answered.catch(() => undefined);
    return answered;
  };
}

interface BatchProcess {
  ask: ReadObjects;
  end(): void;
}

function startBatch(folder: string, env: NodeJS.ProcessEnv): BatchProcess {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: folder, env, stdio: 'pipe', windowsHide: true });
  const said: Buffer[] = [];
  let failed: Failure | undefined;
  let ended: GitResult | undefined;
  let wake = () => {};
  let onData = (_chunk: Buffer) => {};
  child.stdout.on('data', (chunk: Buffer) => onData(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  // A git that gives up closes the pipe; how it ended says so better.
  child.stdin.on('error', () => undefined);
  child.on('error', (cause) => {
    failed = new Failure('git-missing', `git could not be started: ${cause.message}.`, { cause });
    wake();
  });
  child.on('close', (code) => {
    ended = { code: code ?? -1, stdout: Buffer.of(), stderr: Buffer.concat(said).toString().trim() };
    wake();
  });
  return {
    async ask(ids) {
      holdUp(child, true);
      const answers = batchAnswers(ids.length);
      const isComplete = await new Promise<boolean>((resolve) => {
        wake = () => resolve(false);
        if (failed || ended) return wake();
        onData = (chunk) => {
          if (answers.take(chunk)) resolve(true);
        };
        child.stdin.write(ids.map((id) => `${id}\n`).join(''));
      });
      if (failed) throw failed;
      if (!isComplete && ended) return { ended };
      holdUp(child, false);
      return { blobs: answers.blobs };
    },
    end: () => void child.stdin.end(),
  };
}

/** Whether the process around waits for git to end before it may. */
function holdUp(child: ChildProcessWithoutNullStreams, isWaiting: boolean): void {
  for (const handle of [child, ...([child.stdin, child.stdout, child.stderr] as unknown as Socket[])]) {
    if (isWaiting) handle.ref();
    else handle.unref();
  }
}

/** Takes answers as they come: `<id> blob <size>` LF, the bytes, LF; or `<id> missing` LF. */
export function batchAnswers(wanted: number) {
  const blobs = new Map<BlobId, Uint8Array>();
  let chunks: Buffer[] = [];
  let held = 0;
  /** Less than this cannot hold the next answer. */
  let needed = 1;
  let left = wanted;
  return {
    blobs,
    /** True when all answers are there. */
    take(chunk: Buffer): boolean {
      chunks.push(chunk);
      held += chunk.length;
      if (held < needed) return false;
      const output = chunks.length === 1 ? chunk : Buffer.concat(chunks);
      let at = 0;
      needed = 1;
      for (let end = output.indexOf('\n', at); end !== -1 && left > 0; end = output.indexOf('\n', at)) {
        const [id, type, size] = output.toString('latin1', at, end).split(' ');
        const next = size === undefined ? end + 1 : end + 1 + Number(size) + 1;
        if (next > output.length) {
          needed = next - at;
          break;
        }
        if (type === 'blob') blobs.set(id as BlobId, output.subarray(end + 1, next - 1));
        at = next;
        left -= 1;
      }
      chunks = [output.subarray(at)];
      held = output.length - at;
      return left === 0;
    },
  };
}

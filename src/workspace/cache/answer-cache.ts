import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Answer } from '../../evals/run.ts';
import type { AnswerCache, AnswerKey } from '../../evals/runner/cache/answer-cache.ts';
import { KeyIndex } from './key-index.ts';
import { segmentIndex, segmentLine } from './segment-index.ts';
import { segmentWriter } from './segment-writer.ts';

/** How long an answer may wait for others to be written with it. A kill loses at most this much. */
const BATCH_MS = 50;
const SEGMENT_BYTES = 64 * 1024 * 1024;

/** An answer cache in a folder; close it after use. */
export interface FileAnswerCache extends AnswerCache {
  close(): Promise<void>;
}

/**
 * The answer cache as append-only JSONL segments below a folder.
 *
 * Safe against kills (half a line is ignored) and against several processes (each batch is one append). It holds
 * digests of requests and the answers to them: no prompt text, no header, no key.
 */
export function fileAnswerCache(folder: string, { segmentBytes = SEGMENT_BYTES } = {}): FileAnswerCache {
  const index = segmentIndex(folder);
  const writer = segmentWriter(folder, segmentBytes);
  const pending = new Map<string, Answer>();
  /** Written by this process and not indexed yet. What others write meanwhile is only a saving missed. */
  const written = new KeyIndex();
  let isIndexed = false;
  let refreshing: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const writePending = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      if (pending.size === 0) return;
      const batch = [...pending];
      await writer.append(batch.map(([key, answer]) => segmentLine(key, JSON.stringify(answer))).join(''));
      for (const [key] of batch) {
        written.add(key);
        pending.delete(key);
      }
    });
    return writing;
  };
  const refresh = async (): Promise<void> => {
    isIndexed = true;
    written.clear();
    try {
      await index.refresh();
    } catch (error) {
      throw new Failure('file-unreadable', `The cached answers in ${folder} cannot be read: ${(error as Error).message}.`, {
        cause: error,
      });
    } finally {
      refreshing = undefined;
    }
  };

  return {
    async get(key) {
      const name = keyText(key);
      const waiting = pending.get(name);
      if (waiting !== undefined) return waiting;
      if (!isIndexed || written.indexOf(name) !== -1) refreshing ??= refresh();
      await refreshing;
      const json = await index.read(name);
      // A damaged line is a miss: the question is asked again and the new answer wins.
      return json === undefined ? undefined : (jsonValue(json) as unknown as Answer | undefined);
    },
    put(key, answer) {
      pending.set(keyText(key), answer);
      timer ??= setTimeout(() => {
        // A failed write is reported by `flush`, where somebody listens.
        writePending().catch(() => {});
      }, BATCH_MS).unref();
    },
    flush: writePending,
    async close() {
      try {
        await writePending();
      } finally {
        await Promise.all([index.close(), writer.close()]);
      }
    },
  };
}

function keyText({ provider, request, sample }: AnswerKey): string {
  return `${request}#${sample} ${provider}`;
}

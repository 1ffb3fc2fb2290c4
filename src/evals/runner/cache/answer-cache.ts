import type { Digest } from '../../../base/digest.ts';
import type { Answer } from '../../run.ts';

/** What makes two calls the same call: who was asked, what, and for the how-manieth time. */
export interface AnswerKey {
  /** `Model.name` of who answered. */
  readonly provider: string;
  /** See `requestDigest`. */
  readonly request: Digest;
  readonly sample: number;
}

/** Answers already given, by what was asked. Only a saving: an empty cache changes the cost of a run, never its result. */
export interface AnswerCache {
  get(key: AnswerKey): Promise<Answer | undefined>;
  /** Keeps an answer; returns at once, the writing happens off the caller's path. */
  put(key: AnswerKey, answer: Answer): void;
  /** Resolves when everything put so far is on the disk. */
  flush(): Promise<void>;
}

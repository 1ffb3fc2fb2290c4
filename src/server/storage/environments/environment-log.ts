import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Cause } from '../../../protocol/environments.ts';
import type { Actor } from '../../../protocol/values.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import type { EnvironmentRevision, Move } from '../../../release/plan.ts';

export interface EnvironmentId {
  readonly project: string;
  readonly name: EnvironmentName;
}

/** What an environment serves at one revision. Revision 0 is the empty environment before its first change. */
export interface EnvironmentState extends EnvironmentRevision {
  readonly pins: Pins;
}

/** One revision: everything that moved at once. */
export interface Change {
  readonly moves: readonly Move[];
  readonly time: number;
  readonly actor: Actor;
  readonly cause: Cause;
  readonly message?: string;
  /** What was checked out where it was moved from. */
  readonly commit?: string;
  readonly requestId: string;
}

export interface LoggedChange extends Omit<Change, 'requestId'>, EnvironmentRevision {}

export interface HistoryPage {
  /** Only changes of this prompt, and of those only its moves. */
  readonly prompt?: PromptId;
  /** Only revisions below this one. */
  readonly before?: number;
  readonly limit: number;
}

/**
 * The append-only log of what each environment serves; the current state is the sum of its entries.
 *
 * Made on a transaction, all of it runs inside that transaction. Each adapter passes the suite in
 * test/contract/environment-log.test.ts.
 */
export interface EnvironmentLog {
  revision(environment: EnvironmentId): Promise<EnvironmentRevision>;
  current(environment: EnvironmentId): Promise<EnvironmentState>;

  /** @throws Failure `revision-moved`, which names who moved the environment, when it is not at `expected`. */
  requireRevision(environment: EnvironmentId, expected: EnvironmentRevision): Promise<void>;

  /**
   * Appends all moves as one revision, or nothing.
   *
   * @throws Failure `revision-moved` when the environment is no longer at `expected`.
   */
  append(environment: EnvironmentId, expected: EnvironmentRevision, change: Change): Promise<EnvironmentRevision>;

  /** Newest first. */
  history(environment: EnvironmentId, page: HistoryPage): Promise<LoggedChange[]>;

  /** The versions that prompts had here at any time since `since`, the current ones included, as `pinKey`s. */
  pinnedSince(environment: EnvironmentId, prompts: readonly PromptId[], since: number): Promise<ReadonlySet<string>>;

  /** Since when these prompts have had their current versions here without a break, by `pinKey`. */
  activeSince(environment: EnvironmentId, prompts: readonly PromptId[]): Promise<ReadonlyMap<string, number>>;

  /** The versions that a prompt ever had here, the one left last first, without the current one. */
  activeBefore(environment: EnvironmentId, prompt: PromptId): Promise<Digest[]>;
}

/** A prompt and a version as one key of a set. */
export function pinKey(prompt: PromptId, digest: Digest): string {
  return `${prompt}@${digest}`;
}

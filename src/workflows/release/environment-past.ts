import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { HistoryEntry, Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';

/** What an environment served before, and who moved it last. */
export interface EnvironmentPast {
  /** Whether the environment ever pinned this version. */
  wasActive(prompt: PromptId, digest: Digest): boolean;
  /** The revisions that moved a prompt, newest first. */
  movesOf(prompt: PromptId): readonly PromptMove[];
}

/** One revision, as far as it moved one prompt. */
export interface PromptMove extends Pick<HistoryEntry, 'actor' | 'time' | 'cause' | 'commit'> {
  readonly from?: Digest;
  readonly to?: Digest;
}

/** Reads the log of an environment; of a few prompts alone, when they are named. */
export async function environmentPast(
  registry: Pick<Registry, 'history'>,
  environment: EnvironmentName,
  prompts: readonly PromptId[],
): Promise<EnvironmentPast> {
  const entries =
    prompts.length <= FEW
      ? (await Promise.all(prompts.map((prompt) => registry.history(environment, { prompt })))).flat()
      : await registry.history(environment);
  const active = new Set<string>();
  const moves = new Map<PromptId, PromptMove[]>();
  for (const { moves: moved, ...entry } of entries) {
    for (const { prompt, ...move } of moved) {
      for (const digest of [move.from, move.to]) if (digest !== undefined) active.add(`${prompt}@${digest}`);
      moves.set(prompt, [...(moves.get(prompt) ?? []), { ...entry, ...move }]);
    }
  }
  return { wasActive: (prompt, digest) => active.has(`${prompt}@${digest}`), movesOf: (prompt) => moves.get(prompt) ?? [] };
}

/** So many prompts are asked for one by one; for more, the whole log is read. */
const FEW = 5;

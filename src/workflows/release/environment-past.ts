import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { HistoryEntry, Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';

/** What an environment served before, and who moved it last. */
export interface EnvironmentPast {
  /** Whether the environment ever pinned this version. */
  wasActive(prompt: PromptId, digest: Digest): boolean;
  /** The last revision that moved a prompt. */
  lastMove(prompt: PromptId): HistoryEntry | undefined;
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
  const last = new Map<PromptId, HistoryEntry>();
  for (const entry of entries) {
    for (const { prompt, from, to } of entry.moves) {
      for (const digest of [from, to]) if (digest !== undefined) active.add(`${prompt}@${digest}`);
      if (!last.has(prompt)) last.set(prompt, entry);
    }
  }
  return { wasActive: (prompt, digest) => active.has(`${prompt}@${digest}`), lastMove: (prompt) => last.get(prompt) };
}

/** So many prompts are asked for one by one; for more, the whole log is read. */
const FEW = 5;

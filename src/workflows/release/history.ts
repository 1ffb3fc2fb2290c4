import { Failure } from '../../base/failure.ts';
import { isPromptId } from '../../prompt/prompt.ts';
import type { HistoryEntry, Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { type Environments, environmentNamed } from './environments.ts';

export interface HistoryOutcome {
  readonly environment: EnvironmentName;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** What moved in an environment. @throws Failure `environment-unknown`, `usage-invalid` for a limit that is no count. */
export async function history(
  { environment, prompt, limit }: { readonly environment: string; readonly prompt: string | undefined; readonly limit: string },
  environments: Environments,
  registry: Pick<Registry, 'history'>,
): Promise<HistoryOutcome> {
  const name = environmentNamed(environments, environment);
  if (prompt !== undefined && !isPromptId(prompt)) throw new Failure('reference-invalid', `"${prompt}" is not a prompt id.`);
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1) throw new Failure('usage-invalid', `"${limit}" is no number of entries.`);
  return { environment: name, entries: await registry.history(name, { limit: count, ...(prompt !== undefined && { prompt }) }) };
}

import type { PromptId } from '../../prompt/prompt.ts';
import { parsePromptId } from '../../prompt/reference.ts';
import type { HistoryEntry, Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { type Environments, environmentNamed } from './environments.ts';

export interface AskedHistory {
  readonly environment: string;
  readonly prompt?: string | undefined;
  readonly limit: number;
}

export interface HistoryOutcome {
  readonly environment: EnvironmentName;
  /** Absent: of all prompts. */
  readonly prompt?: PromptId;
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
}

/** What moved in an environment. @throws Failure `environment-unknown`, `reference-invalid` */
export async function history(
  { environment, prompt, limit }: AskedHistory,
  environments: Environments,
  registry: Pick<Registry, 'history'>,
): Promise<HistoryOutcome> {
  const name = environmentNamed(environments, environment);
  const of = prompt === undefined ? {} : { prompt: parsePromptId(prompt) };
  return { environment: name, ...of, entries: await registry.history(name, { ...of, limit }) };
}

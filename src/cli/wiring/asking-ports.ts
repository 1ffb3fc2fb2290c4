import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { refreshingCache } from '../../evals/runner/cache/refreshing-cache.ts';
import { type Paces, paces } from '../../evals/runner/calls/pace.ts';
import { boundedSpending, type Spending, unboundedSpending } from '../../evals/runner/calls/spending.ts';
import { wait } from '../../evals/runner/calls/wait.ts';
import type { RunPorts } from '../../evals/runner/run-ports.ts';
import { fileAnswerCache } from '../../workspace/cache/answer-cache.ts';
import type { Config } from '../../workspace/config/config.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { makeStateFolder } from '../../workspace/state-folder.ts';
import type { CliContext } from '../context.ts';
import { positiveNumber } from '../program/flag-values.ts';
import type { AnswerFlags } from './open-evaluation-model.ts';
import { type BoundFlags, concurrencyOf } from './run-bounds.ts';

/** The flags that say whom to ask, how much, and what is taken from the cache. */
export interface AskingFlags extends AnswerFlags, BoundFlags {
  readonly maxCost?: string;
  readonly cache: boolean;
  /** Ask everything anew, and keep the answers. */
  readonly refresh?: boolean;
}

/** What asking needs of this machine whoever is asked: cache, pace, money, clock. */
export async function askingPorts(flags: AskingFlags, { root, config }: Workspace, context: CliContext) {
  const cache = flags.cache ? fileAnswerCache(join(await makeStateFolder(root), 'cache', 'answers')) : undefined;
  context.defer(() => cache?.close());
  return {
    ...(cache && { cache: flags.refresh ? refreshingCache(cache) : cache }),
    paces: pacesOf(flags),
    spending: await spendingOf(flags, config),
    clock: Date.now,
    random: Math.random,
    signal: context.interruption(),
  } satisfies Omit<RunPorts, 'model'> & { readonly signal: AbortSignal };
}

/** @throws Failure `usage-invalid` for flags that contradict each other */
export function requireCompatible({ cache, refresh, offline, record }: AskingFlags): void {
  const clash = (message: string) => new Failure('usage-invalid', message);
  if (offline && refresh) throw clash('--offline asks nobody, and --refresh asks for everything: give one of them.');
  if (offline && !cache) throw clash('--offline takes answers from the cache, which --no-cache leaves out: give one of them.');
  if (offline && record !== undefined) throw clash('--offline asks nobody, so there is nothing to record.');
  if (refresh && !cache) throw clash('--refresh keeps the new answers, and --no-cache keeps none: give one of them.');
}

/** The part before the model's name says which provider it is: `openai` of `openai/gpt-4o-mini`. */
export function pacesOf(flags: BoundFlags): Paces {
  const bounds = concurrencyOf(flags);
  const ofProvider = (provider: string) => bounds.get(provider) ?? bounds.get('') ?? 1;
  return paces({ clock: Date.now, random: Math.random, wait }, (_adapter, model) =>
    ofProvider(model.slice(0, Math.max(0, model.indexOf('/')))),
  );
}

/** US dollars; undefined: unbounded. @throws Failure `usage-invalid` */
export function maxCostOf({ maxCost }: Pick<AskingFlags, 'maxCost'>): number | undefined {
  return maxCost === undefined ? undefined : positiveNumber('--max-cost', maxCost);
}

/** Tokens of an answer that was cut off before any told how long they are: longer than most, and far from what a model could write. */
const ASSUMED_OUTPUT = 4_096;

async function spendingOf(flags: AskingFlags, { models }: Config): Promise<Spending> {
  const limit = maxCostOf(flags);
  if (limit === undefined) return unboundedSpending();
  const { estimator } = await import('../../models/tokens/estimate.ts');
  const estimate = estimator(Object.fromEntries(models.prices), ASSUMED_OUTPUT);
  return boundedSpending(limit, async (request) => (await estimate(request)).cost);
}

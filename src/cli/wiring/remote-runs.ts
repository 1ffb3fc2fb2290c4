import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import { runRemotely } from '../../workflows/evaluation/remote/run-remotely.ts';
import type { RunElsewhere } from '../../workflows/evaluation/run-evaluation.ts';
import type { CliContext } from '../context.ts';
import type { Session } from '../session/session.ts';
import type { AskingFlags } from './asking-ports.ts';
import type { RunFileFlags } from './run-files.ts';

/** Soon enough for a person, seldom enough for a registry. */
const PAUSE_MS = 500;
/** Nobody works, and nobody says anything: then a person has to be told. */
const PATIENCE_MS = 10_000;

/** What a flag is about that says how this machine asks, and what to do instead. */
const ASKING_HERE: Readonly<Record<string, string>> = {
  cassette: 'Recorded answers are taken by a run here: leave out --remote.',
  record: 'Answers are recorded by a run here: leave out --remote.',
  offline: 'Workers ask providers: leave out one of the two.',
  refresh: 'Workers keep no answers, so they ask everything anew: leave out --refresh.',
  'max-cost': 'Nobody bounds what workers spend together: leave out one of the two, or bound the cases with `--limit`.',
  concurrency: 'Give it to `promptlane worker`.',
  shard: 'Workers share the cases among themselves: leave out --shard.',
};

/** @throws Failure `usage-invalid` for flags about how this machine asks */
export function requireRemoteUsable(flags: AskingFlags & RunFileFlags & { readonly remote?: boolean }): void {
  if (flags.remote !== true) return;
  const { cassette, record, offline, refresh, maxCost, concurrency, shard } = flags;
  const given = Object.entries({ cassette, record, offline, refresh, 'max-cost': maxCost, concurrency, shard });
  const clash = given.find(([, value]) => value !== undefined && value !== false)?.[0];
  if (clash === undefined) return;
  const hint = ASKING_HERE[clash];
  throw new Failure('usage-invalid', `--${clash} is about the calls of this machine, and with --remote workers make them.`, {
    ...(hint !== undefined && { hint }),
  });
}

/** Runs by way of the registry of this workspace. */
export async function remoteRuns(session: Pick<Session, 'registry'>, { terminal }: CliContext): Promise<RunElsewhere> {
  const registry = await session.registry();
  return (asked, options) => {
    const since = Date.now();
    let isTold = false;
    return runRemotely(asked, options, {
      registry,
      newId: randomUUID,
      clock: Date.now,
      note: (text) => terminal.note(printable(text)),
      pause: async (signal) => void (await wait(PAUSE_MS, undefined, { ...(signal && { signal }) })),
      onProgress: ({ leased, done }) => {
        if (isTold || leased + done > 0 || Date.now() - since < PATIENCE_MS) return;
        isTold = true;
        terminal.note('No worker has taken anything yet: start one with `promptlane worker`.');
      },
    });
  };
}

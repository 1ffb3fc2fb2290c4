import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../../base/failure.ts';
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

/** @throws Failure `usage-invalid` for flags about what this machine does, which workers do in its place */
export function requireRemoteUsable(flags: AskingFlags & RunFileFlags & { readonly remote?: boolean }): void {
  if (flags.remote !== true) return;
  const { cassette, record, offline, refresh, maxCost, concurrency, shard, resume } = flags;
  const given = Object.entries({ cassette, record, offline, refresh, 'max-cost': maxCost, concurrency, shard, resume });
  const clash = given.find(([, value]) => value !== undefined && value !== false)?.[0];
  if (clash === undefined) return;
  throw new Failure(
    'usage-invalid',
    `--${clash} is about calls of this machine, and with --remote workers make them: give one of the two.`,
  );
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
      pause: async (signal) => void (await wait(PAUSE_MS, undefined, { ...(signal && { signal }) })),
      onProgress: ({ leased, done }) => {
        if (isTold || leased + done > 0 || Date.now() - since < PATIENCE_MS) return;
        isTold = true;
        terminal.note('No worker has taken anything yet: start one with `promptlane worker`.');
      },
    });
  };
}

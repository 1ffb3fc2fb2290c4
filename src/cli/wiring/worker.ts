import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseDuration } from '../../base/duration.ts';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import type { Worked } from '../../workflows/evaluation/remote/work-off.ts';
import { workRemotely } from '../../workflows/evaluation/remote/work-remotely.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session/session.ts';
import { pacesOf } from './asking-ports.ts';
import { openEvaluationModel } from './open-evaluation-model.ts';
import { runBounds } from './run-bounds.ts';

export interface WorkerFlags {
  readonly concurrency?: string;
  /** Longer than a restart of the registry; a duration. */
  readonly lease: string;
  readonly once: boolean;
}

const LEASE_MS = { least: 1000, most: 600_000 };
/** Between two questions for work. */
const PAUSE_MS = 1000;

/** Wires a worker to this machine, and runs it until it is interrupted or, with `once`, has nothing left to do. */
export async function work(flags: WorkerFlags, context: CliContext): Promise<Worked> {
  const { terminal, globals } = context;
  const { concurrency = 1 } = runBounds(flags, globals.directory);
  const leaseMs = leaseOf(flags.lease);
  const session = openSession(context);
  const [workspace, registry] = [await session.workspace(), await session.registry()];
  const signal = context.interruption();
  const { name } = await registry.whoami();
  terminal.note(
    printable(
      `Working as ${name}, ${concurrency} ${concurrency === 1 ? 'answer' : 'answers'} at once.${flags.once ? '' : ' Stop it with Ctrl-C.'}`,
    ),
  );
  const request = { worker: `${hostname().slice(0, 50)} ${randomUUID().slice(0, 8)}`, concurrency, once: flags.once, leaseMs };
  return workRemotely(request, {
    registry,
    clock: Date.now,
    random: Math.random,
    paces: pacesOf(flags),
    model: (suite, version) => openEvaluationModel({ suite }, version, {}, workspace, context),
    signal,
    pause: async (stopped) => void (await wait(PAUSE_MS, undefined, { ...(stopped && { signal: stopped }) })),
    note: (text) => terminal.note(printable(text)),
  });
}

function leaseOf(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= LEASE_MS.least && milliseconds <= LEASE_MS.most) return milliseconds;
  throw new Failure('usage-invalid', `--lease takes a duration from 1s to 10m, not "${text}".`);
}

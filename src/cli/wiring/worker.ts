import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { printable } from '../../base/text/printable.ts';
import { type Worked, workRemotely } from '../../workflows/evaluation/remote/work-remotely.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session/session.ts';
import { pacesOf } from './asking-ports.ts';
import { openEvaluationModel } from './open-evaluation-model.ts';
import { runBounds } from './run-bounds.ts';

export interface WorkerFlags {
  readonly concurrency?: string;
  readonly once: boolean;
}

/** Silence after which others get the jobs: longer than a restart of the registry. */
const LEASE_MS = 60_000;
/** Between two questions for work. */
const PAUSE_MS = 1000;

/** Wires a worker to this machine, and runs it until it is interrupted or, with `once`, has nothing left to do. */
export async function work(flags: WorkerFlags, context: CliContext): Promise<Worked> {
  const { terminal, globals } = context;
  const { concurrency = 1 } = runBounds(flags, globals.directory);
  const session = openSession(context);
  const [workspace, registry] = [await session.workspace(), await session.registry()];
  const signal = context.interruption();
  const { name } = await registry.whoami();
  terminal.note(
    printable(
      `Working as ${name}, ${concurrency} ${concurrency === 1 ? 'answer' : 'answers'} at once.${flags.once ? '' : ' Stop it with Ctrl-C.'}`,
    ),
  );
  const request = { worker: `${hostname().slice(0, 50)} ${randomUUID().slice(0, 8)}`, concurrency, once: flags.once, leaseMs: LEASE_MS };
  return workRemotely(request, {
    registry,
    clock: Date.now,
    random: Math.random,
    paces: pacesOf(flags),
    model: (suite, version) => openEvaluationModel({ suite }, version, {}, workspace, context),
    signal,
    pause: () => wait(PAUSE_MS, undefined, { signal }).catch(() => undefined),
    note: (text) => terminal.note(printable(text)),
  });
}

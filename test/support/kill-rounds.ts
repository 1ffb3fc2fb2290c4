import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { type CliOptions, type CliResult, cliResult, startCli } from './cli.ts';
import { runHere } from './command-line.ts';

/** What decides kills 50 times; at a desk fewer moments of the same spread will do, and `npm run soak` kills five times as often. */
export const KILLS = process.env.PROMPTLANE_SOAK ? 250 : process.env.CI ? 50 : 12;

/** Milliseconds for all kills of a command, on a machine that is busy with other things. */
export const KILLS_TIMEOUT = KILLS * 12_000;

/** Every so many rounds the run after the kill is a process again, and its time is taken: machines get busier and idler. */
const TIMED_EVERY = 5;

/** Rounds that run at once, each in a project of its own. */
const LANES = 2;

/** A command that is killed again and again in one project. */
export interface KillScenario {
  readonly args: readonly string[];
  readonly options: CliOptions;
  /** Gives the command something to do. */
  prepare(round: number): Promise<void> | void;
  /** Looks at what the kill left. */
  inspect(round: number): Promise<void> | void;
  /** Looks at what the run after the kill completed. */
  complete(round: number, second: CliResult): Promise<void> | void;
}

/**
 * Kills a command at moments spread over the time that it really takes, `kills` times in all, and runs it again
 * after each. The moments are the same in every run, as shares of that time.
 */
export async function killRounds(kills: number, openScenario: (lane: number) => Promise<KillScenario>): Promise<void> {
  const lanes = await Promise.all(Array.from({ length: LANES }, (_, lane) => openScenario(lane)));
  const killed = await Promise.all(lanes.map((scenario, lane) => killLane(scenario, Math.ceil((kills - lane) / LANES), lane)));
  // The last moments may come too late. That most commands died in the middle is what makes this a test.
  expect(killed.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(kills * 0.6);
}

async function killLane(scenario: KillScenario, kills: number, lane: number): Promise<number> {
  const { args, options } = scenario;
  let killed = 0;
  await scenario.prepare(0);
  let duration = (await completeRun(scenario, 0)) ?? 0;
  for (let round = 1; round <= kills; round += 1) {
    await scenario.prepare(round);
    const moment = ((round * 0.618_034 + lane * 0.27) % 1) * duration;
    if (await killedAt(moment, args, options)) killed += 1;
    await scenario.inspect(round);
    const took = await completeRun(scenario, round);
    duration = took ?? duration;
  }
  return killed;
}

/** True when the command was still running then. */
async function killedAt(moment: number, args: readonly string[], options: CliOptions): Promise<boolean> {
  const running = startCli(args, options);
  const late = new AbortController();
  const kill = wait(moment, undefined, { signal: late.signal }).then(
    () => running.kill('SIGKILL'),
    () => undefined,
  );
  const { signal } = await cliResult(running);
  late.abort();
  await kill;
  return signal === 'SIGKILL';
}

/** Runs the command to its end, and gives the milliseconds that a process took for it, when it was one. */
async function completeRun(scenario: KillScenario, round: number): Promise<number | undefined> {
  const { args, options } = scenario;
  const isTimed = round % TIMED_EVERY === 0;
  const started = performance.now();
  const second = isTimed ? await cliResult(startCli(args, options)) : await runHere(args, options);
  const duration = performance.now() - started;
  expect(second, `the run after kill ${round}`).toMatchObject({ exitCode: 0 });
  await scenario.complete(round, second);
  return isTimed ? duration : undefined;
}

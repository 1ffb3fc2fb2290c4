import { afterEach, describe, expect, test } from 'vitest';
import { nativeRegistry } from '../../src/registry/native/registry-client.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import type { RolloutDefinition } from '../../src/release/rollout/rollout-definition.ts';
import { startServer } from '../../src/server/start-server.ts';
import { hasPostgres } from '../support/postgres-cluster.ts';
import { sendTraffic, type Traffic } from '../support/rollout-traffic.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';
import type { DatabaseKind } from '../support/temporary-database.ts';

const development = 'development' as EnvironmentName;
const DAY = 24 * 3_600_000;
const LOOK_MS = 10;
/** For a machine that does much else; the time of the rollout is that of the clock. */
const PATIENCE = { timeout: 20_000 };

const old = promptVersion('support/triage', 'Sort it.');
const candidate = promptVersion('support/triage', 'Sort it well.');
const place = { environment: development, prompt: old.id };

const CANARY: RolloutDefinition = {
  prompt: old.id,
  environment: 'development',
  mode: 'canary',
  seed: 'triage-1',
  unit: 'userId',
  control: old.digest,
  variants: [{ id: 'candidate', version: candidate.digest, weight: 1 }],
  ramp: [
    { coverage: 0.01, for: '1d', minUnits: 150 },
    { coverage: 0.1, for: '1d' },
    { coverage: 0.5, for: '2d' },
    { coverage: 1, for: '3d' },
  ],
  guardrails: [{ metric: 'error_rate', worse: 'up', margin: 0.2, do: 'rollback' }],
};
const GOOD = { control: 0.02, candidate: 0.02 };
const BAD = { control: 0.02, candidate: 0.9 };

let registry: RunningRegistry;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await registry.stop();
});

async function started(kind: DatabaseKind, definition = CANARY): Promise<void> {
  registry = await runningRegistry(kind, { rolloutLookMs: LOOK_MS });
  await registry.admin.upload({ versions: [old, candidate] });
  await registry.admin.apply(development, { pins: pins(old), expected: await registry.admin.state(development), cause: 'apply' });
  await registry.admin.startRollout(definition);
}

const send = (named: string, traffic: Partial<Traffic>) =>
  sendTraffic(registry.admin, { ...place, units: 400, named, time: registry.now(), ...traffic });

/** What applications are told now; undefined: just the pin. */
const served = async () => (await registry.admin.state(development)).rollouts.get(old.id);
const pinned = async () => (await registry.admin.state(development)).pins.get(old.id);
const status = async () => (await registry.admin.rollout(place)).rollout.state;
const coverage = async () => (await served())?.coverage;

/** What the controller did, from the audit trail, in its order. */
async function acts(): Promise<{ kind: string; verdict: string; figures: unknown }[]> {
  const entries = await registry.admin.audit();
  return entries
    .filter(({ action }) => action === 'lookAtRollout')
    .toSorted((one, other) => one.seq - other.seq)
    .flatMap(({ after, verdict }) => {
      const { changes, figures } = after as { changes?: { kind: string }[]; figures?: unknown };
      return (changes ?? []).map(({ kind }) => ({ kind, verdict, figures }));
    });
}
const kinds = async () => (await acts()).map(({ kind }) => kind);

describe.each<DatabaseKind>(hasPostgres() ? ['SQLite', 'PostgreSQL'] : ['SQLite'])('a week in a second on %s', (kind) => {
  test('a good canary goes from 1 to 100 % and takes over, through a restart in the middle, with one controller of two', async () => {
    await started(kind);
    const replica = await replicaOf(registry);
    expect(await coverage()).toBe(0.01);
    await send('monday', { errors: GOOD });
    registry.advance(DAY);
    await expect.poll(coverage, PATIENCE).toBe(0.1);
    await registry.restart();
    expect(await coverage()).toBe(0.1);
    await send('tuesday', { errors: GOOD });
    registry.advance(DAY);
    await expect.poll(coverage, PATIENCE).toBe(0.5);
    await replica.stop();
    await send('wednesday', { errors: GOOD });
    registry.advance(2 * DAY);
    await expect.poll(coverage, PATIENCE).toBe(1);
    expect(await pinned()).toBe(old.digest);
    registry.advance(3 * DAY);
    await expect.poll(pinned, PATIENCE).toBe(candidate.digest);
    expect(await served()).toBeUndefined();
    expect(await status()).toMatchObject({ status: 'completed', kept: 'candidate' });
    // Each step once, whoever looked.
    expect(await kinds()).toEqual(['advanced', 'advanced', 'advanced', 'completed']);
  });

  test('a bad candidate is halted and rolled back by itself, with the figures in the audit trail', async () => {
    await started(kind);
    await send('monday', { errors: BAD });
    await expect.poll(async () => (await status()).status, PATIENCE).toBe('rolled-back');
    expect(await served()).toBeUndefined();
    expect(await pinned()).toBe(old.digest);
    const [act] = await acts();
    expect(act).toMatchObject({ kind: 'rolled-back', verdict: expect.stringContaining('error_rate') });
    expect(act?.figures).toMatchObject({
      guardrails: [{ verdict: 'worse', candidate: { mean: expect.closeTo(0.9, 1) }, control: { mean: expect.closeTo(0.02, 1) } }],
    });
    const plan = await registry.admin.plan(development, { pins: pins(candidate) });
    expect(plan.refusals.map(({ code }) => code)).toEqual(['quarantined']);
  });

  test('one of which nobody tells how it does pauses, and never goes on by itself', async () => {
    await started(kind);
    await send('monday', {});
    registry.advance(DAY);
    await expect.poll(status, PATIENCE).toMatchObject({ status: 'paused', pause: 'inconclusive' });
    registry.advance(7 * DAY);
    await new Promise((resolve) => setTimeout(resolve, 5 * LOOK_MS));
    expect(await coverage()).toBe(0.01);
    expect(await kinds()).toEqual(['paused']);
  });

  test('a policy that asks for more meanwhile holds the next step, and says so once', async () => {
    await started(kind);
    const guarded = DEFAULT_ENVIRONMENTS.map((each) =>
      each.name === development ? { ...each, policy: { require: { approvals: { count: 1 } } } } : each,
    );
    await registry.admin.setEnvironments(guarded);
    await send('monday', { errors: GOOD });
    registry.advance(DAY);
    const held = async () => (await registry.admin.rollout(place)).rollout.held;
    await expect.poll(held, PATIENCE).toContain('approval');
    await new Promise((resolve) => setTimeout(resolve, 5 * LOOK_MS));
    expect((await registry.admin.audit()).filter(({ verdict }) => verdict === 'held by policy')).toHaveLength(1);
    expect(await coverage()).toBe(0.01);
    await registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS);
    await expect.poll(coverage, PATIENCE).toBe(0.1);
    expect(await held()).toBeUndefined();
  });

  test('an operator aborts it, with a reason, and what was tried does not come back by the next apply', async () => {
    await started(kind);
    await send('monday', { errors: GOOD });
    await expect(registry.admin.actOnRollout(place, { act: 'abort' })).rejects.toMatchObject({ code: 'usage-invalid' });
    const { rollout } = await registry.admin.actOnRollout(place, { act: 'abort', reason: 'A customer complained.' });
    expect(rollout).toMatchObject({ coverage: 0, state: { status: 'rolled-back', kept: 'control' } });
    expect(await served()).toBeUndefined();
    const [newest] = await registry.admin.history(development);
    expect(newest).toMatchObject({ cause: 'rollout', message: expect.stringContaining('A customer complained.') });
    expect(await registry.admin.quarantine(development)).toMatchObject([
      { digest: candidate.digest, reason: expect.stringContaining('A customer complained.') },
    ]);
    await expect(registry.admin.startRollout(CANARY)).rejects.toMatchObject({ code: 'policy-refused' });
  });
});

/** One more server on the same database, whose controller may look too. */
async function replicaOf({
  place: { dataFolder, url },
  token,
  now,
}: RunningRegistry): Promise<{ client: Registry; stop(): Promise<void> }> {
  const server = await startServer({
    dataFolder,
    ...(url !== undefined && { database: url }),
    port: 0,
    environments: DEFAULT_ENVIRONMENTS,
    clock: now,
    rolloutLookMs: LOOK_MS,
    log: () => undefined,
  });
  const client = nativeRegistry({ url: server.url, token, project: 'default' });
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await client.close();
    await server.close();
  };
  closing.push(stop);
  return { client, stop };
}

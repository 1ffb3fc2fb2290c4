import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { Exposure, Outcome } from '../../src/protocol/exposures.ts';
import type { Registry, VersionUpload } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName } from '../../src/release/environment.ts';
import type { RolloutDefinition } from '../../src/release/rollout/rollout-definition.ts';
import { sendTraffic } from '../support/rollout-traffic.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { pins, promptVersion } from '../support/sample-versions.ts';

const development = 'development' as EnvironmentName;
const staging = 'staging' as EnvironmentName;

let registry: RunningRegistry;
beforeAll(async () => {
  // The controller is not what is tested here.
  registry = await runningRegistry(undefined, { rolloutLookMs: 3_600_000 });
});
afterAll(() => registry.stop());

interface Split {
  readonly control: VersionUpload;
  readonly candidate: VersionUpload;
  readonly definition: RolloutDefinition;
  readonly place: { readonly environment: EnvironmentName; readonly prompt: VersionUpload['id'] };
}

/** A prompt of its own, pinned in the first environment, with another version to try. */
async function split(prompt: string, more: Partial<RolloutDefinition> = {}): Promise<Split> {
  const [control, candidate] = [promptVersion(prompt, `${prompt}: one.`), promptVersion(prompt, `${prompt}: two.`)];
  await registry.admin.upload({ versions: [control, candidate] });
  await move(control);
  const definition: RolloutDefinition = {
    prompt: control.id,
    environment: 'development',
    mode: 'canary',
    seed: prompt,
    unit: 'userId',
    control: control.digest,
    variants: [{ id: 'candidate', version: candidate.digest, weight: 1 }],
    ramp: [{ coverage: 0.5, for: '1h' }, { coverage: 1 }],
    ...more,
  };
  return { control, candidate, definition, place: { environment: development, prompt: control.id } };
}

async function move(version: VersionUpload, rollouts: readonly RolloutDefinition[] = []) {
  const expected = await registry.admin.state(development);
  return await registry.admin.apply(development, { pins: pins(version), rollouts, expected, cause: 'apply' });
}

const served = async ({ place }: Split) => (await registry.admin.state(development)).rollouts.get(place.prompt);
const pinned = async ({ place }: Split) => (await registry.admin.state(development)).pins.get(place.prompt);

async function refusals(promise: Promise<unknown>): Promise<string[]> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof Failure)) throw new Error('it was not refused');
  return (error.details as { refusals?: { code: string }[] } | undefined)?.refusals?.map(({ code }) => code) ?? [error.code];
}

describe('an apply', () => {
  test('moves the pin and starts the rollout on it, or neither', async () => {
    const one = await split('apply/atomic');
    const next = promptVersion('apply/atomic', 'Three.');
    await registry.admin.upload({ versions: [next] });
    const before = await registry.admin.state(development);
    const { definition } = one;
    expect(await refusals(move(next, [definition]))).toEqual(['control-not-pinned']);
    expect(await registry.admin.state(development)).toEqual(before);
    const onNext = { ...definition, control: next.digest };
    const plan = await registry.admin.plan(development, { pins: pins(next), rollouts: [onNext] });
    expect(plan).toMatchObject({ refusals: [], rollouts: [{ prompt: next.id, change: 'start' }] });
    expect(await move(next, [onNext])).toMatchObject({ rollouts: [{ state: { status: 'running' } }] });
    expect(await pinned(one)).toBe(next.digest);
    expect(await served(one)).toMatchObject({ control: next.digest, coverage: 0.5 });
  });

  test('leaves alone what is under way as it is wanted, and refuses what would change it or its control', async () => {
    const one = await split('apply/frozen');
    const { definition, control, candidate } = one;
    await move(control, [definition]);
    const { revision } = await registry.admin.state(development);
    await move(control, [definition]);
    expect((await registry.admin.state(development)).revision).toBe(revision);
    expect(await refusals(move(control, [{ ...definition, seed: 'another' }]))).toEqual(['rollout-running']);
    expect(await refusals(move(candidate))).toEqual(['rollout-running']);
    expect(await refusals(registry.admin.startRollout(definition))).toEqual(['rollout-impossible']);
  });

  test('brings new rules into a flag that is under way', async () => {
    const { ramp: _ramp, ...flag } = (await split('apply/flag', { mode: 'flag' })).definition;
    const one = { ...flag, rules: [{ if: { plan: 'beta' }, serve: 'candidate' }] };
    const { place } = await split('apply/flag');
    await registry.admin.startRollout(one);
    await move(promptVersion('apply/flag', 'apply/flag: one.'), [{ ...one, rules: [{ if: { plan: 'free' }, serve: 'candidate' }] }]);
    expect((await registry.admin.state(development)).rollouts.get(place.prompt)?.rules).toMatchObject([{ if: { plan: 'free' } }]);
  });

  test('does not start again what is over, nor undo what a rollout decided', async () => {
    const one = await split('apply/over');
    const { definition, control, candidate, place } = one;
    await registry.admin.startRollout(definition);
    await registry.admin.actOnRollout(place, { act: 'complete' });
    expect(await pinned(one)).toBe(candidate.digest);
    expect(await refusals(move(control))).toEqual(['rollout-completed']);
    const plan = await registry.admin.plan(development, { pins: new Map(), rollouts: [definition] });
    expect(plan.rollouts).toMatchObject([{ change: 'over' }]);
    await registry.admin.rollback(development, { prompt: place.prompt, reason: 'On purpose.' });
    expect(await pinned(one)).toBe(control.digest);
  });
});

describe('policy', () => {
  test('asks of what is tried what it asks of a pin, at the start and before more of it', async () => {
    const one = await split('policy/after');
    const { control, candidate, definition } = one;
    const expected = await registry.admin.state(staging);
    await registry.admin.apply(staging, { pins: pins(control), expected, cause: 'apply' });
    const there = { ...definition, environment: 'staging' };
    expect(await refusals(registry.admin.startRollout(there))).toEqual(['not-in-previous']);
    await move(candidate);
    await registry.admin.startRollout(there);
    const require = { approvals: { count: 1 } };
    const guarded = DEFAULT_ENVIRONMENTS.map((each) => (each.name === staging ? { ...each, policy: { ...each.policy, require } } : each));
    await registry.admin.setEnvironments(guarded);
    const place = { environment: staging, prompt: control.id };
    expect(await refusals(registry.admin.actOnRollout(place, { act: 'advance' }))).toEqual(['approval-missing']);
    // Going back is always open.
    await registry.admin.actOnRollout(place, { act: 'abort', reason: 'Enough.' });
    await registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS);
  });

  test('a step may want the word of a person with a role: a machine gives none', async () => {
    const { definition, place } = await split('policy/approval', {
      ramp: [{ coverage: 0.1, for: '1h', approval: 'deployer' }, { coverage: 1 }],
    });
    await registry.admin.startRollout(definition);
    expect(await refusals(registry.admin.actOnRollout(place, { act: 'advance' }))).toEqual(['rollout-approval-missing']);
    const viewer = registry.client(await registry.tokenFor('watcher', { role: 'viewer' }));
    expect(await refusals(viewer.actOnRollout(place, { act: 'pause' }))).toEqual(['not-allowed']);
  });

  test('one holdout has one share, and ranges of one group lie apart', async () => {
    const holdout = (share: number) => ({ holdout: { name: 'q3', share } });
    const exclusive = (from: number, to: number) => ({ exclusive: { group: 'support', range: [from, to] as [number, number] } });
    const [one, two] = [await split('clash/one', { ...holdout(0.05), ...exclusive(0, 0.5) }), await split('clash/two')];
    await registry.admin.startRollout(one.definition);
    const start = (more: Partial<RolloutDefinition>) => registry.admin.startRollout({ ...two.definition, ...more });
    expect(await refusals(start({ ...holdout(0.1), ...exclusive(0.4, 1) }))).toEqual(['holdout-differs', 'exclusive-overlap']);
    expect(await refusals(start({ seed: '' }))).toEqual(['request-invalid']);
    expect(await refusals(start({ variants: [{ id: 'candidate', version: two.control.digest, weight: 1 }] }))).toEqual(['rollout-invalid']);
    await start({ ...holdout(0.05), ...exclusive(0.5, 1) });
    expect(await served(two)).toMatchObject({ holdout: { name: 'q3', share: 0.05 } });
  });
});

describe('what ends a rollout besides its own commands', () => {
  test('a rollback of its prompt, which leaves the pin and quarantines what was tried', async () => {
    const one = await split('end/rollback');
    await registry.admin.startRollout(one.definition);
    const back = await registry.admin.rollback(development, { prompt: one.place.prompt, reason: 'It is rude.' });
    expect(back).toMatchObject({ moves: [], rollouts: [{ state: { status: 'rolled-back' } }] });
    expect(await served(one)).toBeUndefined();
    expect(await pinned(one)).toBe(one.control.digest);
    expect(await refusals(move(one.candidate))).toEqual(['quarantined']);
  });

  test('a revocation of what it tries, which applications are told of', async () => {
    const one = await split('end/revoke');
    await registry.admin.startRollout(one.definition);
    const { revision } = await registry.admin.state(development);
    await registry.admin.revoke({ prompt: one.place.prompt, digest: one.candidate.digest, reason: 'It leaks.' });
    const state = await registry.admin.state(development);
    expect(state.rollouts.has(one.place.prompt)).toBe(false);
    expect(state.revoked).toContain(one.candidate.digest);
    expect(state.revision).toBeGreaterThan(revision);
  });
});

describe('exposures and outcomes', () => {
  const exposure = (one: Split, rollout: string, more: Partial<Exposure>): Exposure => ({
    ...{ id: 'e', ...one.place, rollout, variant: 'candidate', digest: one.candidate.digest, unit: 'u', time: 0 },
    ...more,
  });
  const outcome = (one: Split, rollout: string, more: Partial<Outcome>): Outcome => ({
    ...{ id: 'o', ...one.place, rollout, variant: 'candidate', unit: 'u', metric: 'error_rate', value: 0, time: 0 },
    ...more,
  });

  test('count once, whoever sends them how often, and give the results', async () => {
    const one = await split('tell/twice');
    await registry.admin.startRollout(one.definition);
    const traffic = { ...one.place, units: 600, named: 'u', errors: { control: 0.5, candidate: 0.1 }, time: 0 };
    await sendTraffic(registry.admin, traffic);
    const first = await registry.admin.rollout(one.place);
    await sendTraffic(registry.admin, traffic);
    expect(await registry.admin.rollout(one.place)).toEqual(first);
    const { exposed } = first.verdict.split;
    expect((exposed.control ?? 0) + (exposed.candidate ?? 0)).toBe(600);
    expect(first.results).toMatchObject([{ metric: 'error_rate', variant: 'candidate', shown: 'less' }]);
    const units: string[] = [];
    for (let cursor: string | undefined, isOver = false; !isOver; isOver = cursor === undefined) {
      const page = await registry.admin.rolloutUnits(one.place, cursor);
      units.push(...page.units.map(({ unit }) => unit));
      cursor = page.next;
    }
    expect(new Set(units).size).toBe(600);
  });

  test('that cannot be so are dropped, each with why', async () => {
    const one = await split('tell/lies');
    const { rollout } = await registry.admin.startRollout(one.definition);
    const other = `rol_${'0'.repeat(16)}`;
    const [drawn = ''] = await drawnUnit(one);
    const told = await registry.admin.addExposures([
      exposure(one, rollout.id, { id: 'true', unit: drawn }),
      exposure(one, rollout.id, { id: 'lie', unit: drawn, variant: 'control' }),
      exposure(one, rollout.id, { id: 'unknown', variant: 'third' }),
      exposure(one, other, { id: 'elsewhere' }),
    ]);
    expect(told).toEqual({
      counted: 1,
      known: 0,
      dropped: [
        { id: 'unknown', reason: 'variant-unknown' },
        { id: 'elsewhere', reason: 'rollout-unknown' },
        { id: 'lie', reason: 'not-compared' },
      ],
    });
    const metrics = Array.from({ length: 21 }, (_, index) => outcome(one, rollout.id, { id: `m${index}`, metric: `m${index}` }));
    const counted = await registry.admin.addOutcomes([outcome(one, rollout.id, { id: 'bad', value: 2 }), ...metrics]);
    expect(counted).toEqual({
      counted: 20,
      known: 0,
      dropped: [
        { id: 'bad', reason: 'out-of-bounds' },
        { id: 'm20', reason: 'too-many-metrics' },
      ],
    });
    await registry.admin.actOnRollout(one.place, { act: 'abort', reason: 'Done.' });
    const late = await registry.admin.addOutcomes([outcome(one, rollout.id, { id: 'late' })]);
    expect(late.dropped).toEqual([{ id: 'late', reason: 'rollout-over' }]);
  });

  test('come from whoever may see the prompt there, and from nobody else', async () => {
    const one = await split('tell/who');
    const { rollout } = await registry.admin.startRollout(one.definition);
    const application = registry.client(await registry.tokenFor('application', { role: 'viewer', prompts: 'tell/*' }));
    const stranger = registry.client(await registry.tokenFor('stranger', { role: 'viewer', prompts: 'others/*' }));
    const told = (client: Registry) => client.addOutcomes([outcome(one, rollout.id, {})]);
    expect(await told(application)).toMatchObject({ counted: 1 });
    expect(await refusals(told(stranger))).toEqual(['not-found']);
    expect((await stranger.state(development)).rollouts.size).toBe(0);
    expect(await stranger.rollouts(development)).toEqual([]);
  });

  /** A unit that gets the candidate and is compared. */
  async function drawnUnit(one: Split): Promise<string[]> {
    const { assign } = await import('../../src/release/rollout/assign.ts');
    const rollout = await served(one);
    if (rollout === undefined) throw new Error('nothing is under way');
    const units = Array.from({ length: 100 }, (_, index) => `unit-${index}`);
    return units.filter((unit) => {
      const { variant, compared } = assign(rollout, { userId: unit });
      return compared && variant === 'candidate';
    });
  }
});

test('a change of a rollout is heard by whoever listens to the environment', async () => {
  const one = await split('heard/rollout');
  const controller = new AbortController();
  const heard: { kind: string; prompt?: string }[] = [];
  const listening = (async () => {
    for await (const event of registry.admin.events(development, { signal: controller.signal })) {
      heard.push(event);
      if (event.kind === 'rollout.changed') controller.abort();
    }
  })().catch(() => undefined);
  await expect.poll(() => heard.map(({ kind }) => kind)).toContain('ready');
  await registry.admin.startRollout(one.definition);
  await expect.poll(() => heard.at(-1)).toMatchObject({ kind: 'rollout.changed', prompt: 'heard/rollout', environment: 'development' });
  await listening;
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { Failure } from '../../src/base/failure.ts';
import type { VersionUpload } from '../../src/registry/registry.ts';
import {
  DEFAULT_ENVIRONMENTS,
  type EnvironmentDefinition,
  type EnvironmentName,
  type EnvironmentPolicy,
} from '../../src/release/environment.ts';
import type { Refusal } from '../../src/release/plan.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, pins, promptVersion } from '../support/sample-versions.ts';

const [development, staging, production] = ['development', 'staging', 'production'] as EnvironmentName[] as [
  EnvironmentName,
  EnvironmentName,
  EnvironmentName,
];

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

async function uploaded(prompt: string, text: string, more?: Parameters<typeof promptVersion>[2]): Promise<VersionUpload> {
  const version = promptVersion(prompt, text, more);
  await registry.admin.upload({ versions: [version] });
  return version;
}

/** Pins versions where they are wanted, whatever the revision is. */
async function apply(environment: EnvironmentName, ...versions: VersionUpload[]) {
  const { epoch, revision } = await registry.admin.state(environment);
  return await registry.admin.apply(environment, { pins: pins(...versions), expected: { epoch, revision }, cause: 'apply' });
}

async function everywhere(...versions: VersionUpload[]): Promise<void> {
  for (const environment of [development, staging, production]) await apply(environment, ...versions);
}

const refusalsOf = async (act: Promise<unknown>): Promise<string[]> => {
  const error = await act.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(Failure);
  expect((error as Failure).code).toBe('policy-refused');
  return ((error as Failure).details as { refusals: Refusal[] }).refusals.map((refusal) => refusal.code);
};

describe('moving pins', () => {
  test('plans without changing anything, then applies what was planned', async () => {
    const version = await uploaded('plan/a', 'one');
    const before = await registry.admin.state(development);
    const plan = await registry.admin.plan(development, { pins: pins(version) });
    expect(plan).toMatchObject({
      environment: development,
      revision: before.revision,
      moves: [{ prompt: 'plan/a', to: version.digest }],
      refusals: [],
    });
    expect(await registry.admin.state(development)).toEqual(before);

    const moved = await registry.admin.apply(development, { pins: pins(version), expected: plan, cause: 'apply', message: 'first' });
    expect(moved).toEqual({ environment: development, epoch: 1, revision: before.revision + 1, moves: [...plan.moves], rollouts: [] });
    expect((await registry.admin.state(development)).pins.get(id('plan/a'))).toBe(version.digest);
    expect((await registry.admin.history(development, { limit: 1 }))[0]).toMatchObject({
      cause: 'apply',
      message: 'first',
      actor: { name: 'admin' },
    });
  });

  test('moves all or none', async () => {
    const good = await uploaded('all/good', 'one');
    await apply(development, good);
    const unpromoted = await uploaded('all/unpromoted', 'one');
    expect(await refusalsOf(apply(staging, good, unpromoted))).toEqual(['not-in-previous']);
    expect((await registry.admin.state(staging)).pins.has(id('all/good'))).toBe(false);
  });

  test('leaves unlisted pins alone unless asked to prune', async () => {
    const [one, two] = [await uploaded('prune/one', '1'), await uploaded('prune/two', '2')];
    await apply(development, one, two);
    await apply(development, one);
    expect((await registry.admin.state(development)).pins.has(two.id)).toBe(true);
    const state = await registry.admin.state(development);
    const kept = new Map([...state.pins].filter(([prompt]) => prompt !== two.id));
    const { moves } = await registry.admin.apply(development, { pins: kept, prune: true, expected: state, cause: 'apply' });
    expect(moves).toEqual([{ prompt: two.id, from: two.digest }]);
  });

  test('makes no revision and no audit entry when nothing moves', async () => {
    const version = await uploaded('noop', 'one');
    const { revision } = await apply(development, version);
    const audited = (await registry.admin.audit()).length;
    expect(await apply(development, version)).toMatchObject({ revision, moves: [] });
    expect((await registry.admin.audit()).length).toBe(audited);
  });

  test('one of 100 applies at one revision wins, the others hear who won, and the history has one line', async () => {
    const versions = await Promise.all(Array.from({ length: 100 }, (_, index) => uploaded('race', `version ${index}`)));
    const token = await registry.tokenFor('mia', { role: 'deployer' });
    const expected = await registry.admin.state(development);
    const outcomes = await Promise.allSettled(
      versions.map((version) => registry.client(token).apply(development, { pins: pins(version), expected, cause: 'apply' })),
    );
    const lost = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Failure] : []));
    expect(lost.length).toBe(99);
    for (const failure of lost) {
      expect(failure.code).toBe('revision-moved');
      expect(failure.message).toMatch(/^development is at revision \d+, not \d+: mia moved it at \d{4}-.*Z \(apply, 1 prompt\)\.$/);
    }
    expect((await registry.admin.state(development)).revision).toBe(expected.revision + 1);
    const history = await registry.admin.history(development);
    expect(history.map(({ revision }) => revision)).toEqual(history.map((_, index) => expected.revision + 1 - index));
    expect(history[0]?.moves.map(({ to }) => to)).toEqual([(await registry.admin.state(development)).pins.get(versions[0]?.id as never)]);
  });

  test('applies that want the same pins race like others', async () => {
    const version = await uploaded('same-race', 'one');
    const expected = await registry.admin.state(development);
    const request = { pins: pins(version), expected, cause: 'apply' as const };
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => registry.admin.apply(development, request)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });
});

describe('policy', () => {
  test('lets into an environment what the one before it pins, or left within 30 days', async () => {
    const [one, two] = [await uploaded('window', '1'), await uploaded('window', '2')];
    await apply(development, one);
    await apply(development, two);
    expect(await registry.admin.plan(staging, { pins: pins(one) })).toMatchObject({ refusals: [] });
    registry.advance(31 * 24 * 3600 * 1000);
    expect((await registry.admin.plan(staging, { pins: pins(one) })).refusals.map(({ code }) => code)).toEqual(['not-in-previous']);
    expect(await registry.admin.plan(staging, { pins: pins(two) })).toMatchObject({ refusals: [] });
  });

  test('takes a version without a model in the first environment only', async () => {
    const version = await uploaded('no-model', 'one', { model: null });
    await apply(development, version);
    expect(await refusalsOf(apply(staging, version))).toEqual(['model-missing']);
  });

  test('pins only prompt versions that it holds', async () => {
    const tone = partialVersion('policy/tone', 'kind');
    await registry.admin.upload({ versions: [tone] });
    expect(await refusalsOf(apply(development, tone))).toEqual(['version-unknown']);
    expect(await refusalsOf(apply(development, promptVersion('policy/never-uploaded', 'x')))).toEqual(['version-unknown']);
  });

  test('a requirement that the registry does not know refuses everything but a rollback', async () => {
    const [one, two] = [await uploaded('closed', '1'), await uploaded('closed', '2')];
    await everywhere(one);
    await everywhere(two);
    const policy = { after: staging, require: { moonPhase: 'full' }, quorum: 3 } as unknown as EnvironmentPolicy;
    const strict: EnvironmentDefinition[] = DEFAULT_ENVIRONMENTS.map((definition) =>
      definition.name === production ? { ...definition, policy } : definition,
    );
    try {
      expect((await registry.admin.setEnvironments(strict))[2]).toMatchObject({ name: production, policy });
      expect(await refusalsOf(apply(production, one))).toEqual(['requirement-unknown', 'requirement-unknown']);
      const plan = await registry.admin.plan(production, { pins: pins(one) });
      const asked = plan.refusals.map(({ satisfy }) => satisfy).join(' ');
      expect(asked).toContain('require.moonPhase');
      expect(asked).toContain('quorum');
      expect(await registry.admin.rollback(production, { prompt: id('closed'), reason: 'emergency' })).toMatchObject({
        quarantined: two.digest,
      });
    } finally {
      await registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS);
    }
  });
});

describe('rolling back', () => {
  test('returns to the version before at once, and holds the one left until it is released', async () => {
    const [good, bad] = [await uploaded('back', 'good'), await uploaded('back', 'bad')];
    await everywhere(good);
    await everywhere(bad);
    const returned = await registry.admin.rollback(production, { prompt: good.id, reason: 'wrong tone' });
    expect(returned).toMatchObject({ moves: [{ prompt: 'back', from: bad.digest, to: good.digest }], quarantined: bad.digest });
    expect((await registry.admin.state(production)).pins.get(good.id)).toBe(good.digest);
    expect(await registry.admin.quarantine(production)).toContainEqual(
      expect.objectContaining({ prompt: 'back', digest: bad.digest, reason: 'wrong tone', by: expect.objectContaining({ name: 'admin' }) }),
    );

    expect(await refusalsOf(apply(production, bad))).toEqual(['quarantined']);
    await apply(staging, bad);

    await registry.admin.unquarantine(production, { prompt: bad.id, digest: bad.digest, reason: 'mended upstream' });
    await apply(production, bad);
    expect((await registry.admin.state(production)).pins.get(bad.id)).toBe(bad.digest);
    await expect(registry.admin.unquarantine(production, { prompt: bad.id, digest: bad.digest, reason: 'again' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a second rollback goes further back, never to what was rolled back', async () => {
    const versions = [await uploaded('deep', '1'), await uploaded('deep', '2'), await uploaded('deep', '3')] as const;
    for (const version of versions) await apply(development, version);
    const back = () => registry.admin.rollback(development, { prompt: id('deep'), reason: 'worse' });
    expect((await back()).moves[0]?.to).toBe(versions[1].digest);
    expect((await back()).moves[0]?.to).toBe(versions[0].digest);
    expect(await refusalsOf(back())).toEqual(['not-active-before']);
    expect(await refusalsOf(registry.admin.rollback(development, { prompt: id('deep'), to: versions[2].digest, reason: 'x' }))).toEqual([
      'quarantined',
    ]);
  });

  test('goes only to what was active here', async () => {
    const [one, two] = [await uploaded('here', '1'), await uploaded('here', '2')];
    await apply(development, one);
    const request = { prompt: one.id, to: two.digest, reason: 'x' };
    expect(await refusalsOf(registry.admin.rollback(development, request))).toEqual(['not-active-before']);
    expect(await refusalsOf(registry.admin.rollback(development, { prompt: id('nobody'), reason: 'x' }))).toEqual(['not-active-before']);
  });

  test('brings back a prompt that was removed', async () => {
    const version = await uploaded('removed', '1');
    await apply(development, version);
    const state = await registry.admin.state(development);
    const others = new Map([...state.pins].filter(([prompt]) => prompt !== version.id));
    await registry.admin.apply(development, { pins: others, prune: true, expected: state, cause: 'apply' });
    const returned = await registry.admin.rollback(development, { prompt: version.id, reason: 'needed after all' });
    expect(returned.moves).toEqual([{ prompt: 'removed', to: version.digest }]);
    expect(returned.quarantined).toBeUndefined();
  });

  test('needs a reason that says something', async () => {
    const reply = await registry.request('/v1/projects/default/environments/production/rollback', {
      method: 'POST',
      body: { prompt: 'back', reason: '  ' },
    });
    expect((await problemOf(reply)).code).toBe('request-invalid');
  });
});

describe('state of an environment', () => {
  const path = '/v1/projects/default/environments/development/state';

  test('answers 304 with nothing to who has it, and 200 once something moved', async () => {
    const first = await registry.request(path);
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"1\.\d+\.[0-9a-f]{16}"$/);
    const second = await registry.request(path, { headers: { 'if-none-match': etag } });
    expect([second.status, await second.text(), second.headers.get('etag')]).toEqual([304, '', etag]);

    const version = await uploaded('etag', String(Math.random()));
    await apply(development, version);
    const third = await registry.request(path, { headers: { 'if-none-match': etag } });
    expect(third.status).toBe(200);
    expect(await third.json()).toMatchObject({ project: 'default', environment: 'development', pins: { etag: version.digest } });
  });

  test('shows a principal only the prompts of its grant, under another ETag', async () => {
    await apply(development, await uploaded('team/a', '1'), await uploaded('rest/b', '1'));
    const token = await registry.tokenFor('team', { role: 'viewer', prompts: 'team/*' });
    const all = await registry.request(path);
    const own = await registry.request(path, { token, headers: { 'if-none-match': all.headers.get('etag') ?? '' } });
    expect(own.status).toBe(200);
    expect(Object.keys(((await own.json()) as { pins: object }).pins)).toEqual(['team/a']);
  });
});

describe('environments', () => {
  test('are replaced as a whole, in an order that `after` respects', async () => {
    const definitions = (...names: [string, string?][]): EnvironmentDefinition[] =>
      names.map(([name, after]) => ({
        name: name as EnvironmentName,
        policy: after === undefined ? {} : { after: after as EnvironmentName },
      }));
    const refused = (wanted: EnvironmentDefinition[]) => expect(registry.admin.setEnvironments(wanted)).rejects;
    await refused(definitions(['a', 'b'], ['b'])).toMatchObject({ code: 'request-invalid' });
    await refused(definitions(['a', 'a'])).toMatchObject({ code: 'request-invalid' });
    await refused(definitions(['a'], ['a'])).toMatchObject({ code: 'request-invalid' });
    await apply(development, await uploaded('in-use', '1'));
    await refused(definitions(['staging'], ['production', 'staging'])).toMatchObject({ code: 'environment-in-use' });
    expect((await registry.admin.environments()).map(({ name }) => name)).toEqual(['development', 'staging', 'production']);

    const audited = (await registry.admin.audit()).length;
    await registry.admin.setEnvironments([...DEFAULT_ENVIRONMENTS, ...definitions(['emea', 'production'])]);
    await registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS);
    await registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS);
    expect((await registry.admin.audit()).slice(audited).map(({ action }) => action)).toEqual(['setEnvironments', 'setEnvironments']);
  });

  test('that do not exist are named with those that do', async () => {
    await expect(registry.admin.state('prod' as EnvironmentName)).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no environment "prod" in project "default".',
      hint: 'Its environments are: development, staging, production.',
    });
  });
});

describe('history and audit', () => {
  test('tell who moved what, when and why', async () => {
    const [one, two] = [await uploaded('told', '1'), await uploaded('told', '2')];
    await apply(development, one);
    await apply(development, two);
    await registry.admin.rollback(development, { prompt: one.id, reason: 'too slow' });
    const entries = await registry.admin.history(development, { prompt: one.id });
    expect(entries.map(({ cause, message, moves }) => [cause, message, moves[0]?.to])).toEqual([
      ['rollback', 'too slow', one.digest],
      ['apply', undefined, two.digest],
      ['apply', undefined, one.digest],
    ]);
  });

  test('an act that was refused leaves no trace in the log or the trail', async () => {
    const before = { audit: (await registry.admin.audit()).length, revision: (await registry.admin.state(production)).revision };
    const unknown = promptVersion('refused', digestOf('x'));
    await refusalsOf(apply(production, unknown));
    expect({ audit: (await registry.admin.audit()).length, revision: (await registry.admin.state(production)).revision }).toEqual(before);
  });

  test('the trail is one chain from the first start on', async () => {
    const entries = await registry.admin.audit();
    expect(entries[0]).toMatchObject({ seq: 1, action: 'createProject', actor: { name: 'server' } });
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    const rollback = entries.find(({ action }) => action === 'rollbackPin');
    expect(rollback).toMatchObject({
      actor: { name: 'admin' },
      verdict: 'rollback to a version active before',
      requestId: expect.any(String),
    });
  });
});

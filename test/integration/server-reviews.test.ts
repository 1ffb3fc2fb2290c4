import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AccessRole } from '../../src/access/role.ts';
import { Failure } from '../../src/base/failure.ts';
import type { Registry, VersionUpload } from '../../src/registry/registry.ts';
import { DEFAULT_ENVIRONMENTS, type EnvironmentName, type EnvironmentPolicy } from '../../src/release/environment.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, pins, promptVersion } from '../support/sample-versions.ts';

const development = 'development' as EnvironmentName;
const staging = 'staging' as EnvironmentName;
const production = 'production' as EnvironmentName;
const HOUR = 3_600_000;

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterEach(() => registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS));
afterAll(() => registry.stop());

/** Signed in as a person: a principal of kind `user`, as a login gives one. */
async function person(name: string, role: AccessRole): Promise<Registry> {
  const token = await registry.tokenFor(name, { role });
  await inDatabase((db) => db.updateTable('principals').set({ kind: 'user' }).where('name', '=', name).execute());
  return registry.client(token);
}

async function inDatabase<Result>(use: (db: Awaited<ReturnType<typeof openDatabase>>['db']) => Promise<Result>): Promise<Result> {
  const { db } = await openDatabase(registry.place);
  try {
    return await use(db);
  } finally {
    await db.destroy();
  }
}

/** Gives production a policy of its own, on top of nothing. */
const guard = (policy: EnvironmentPolicy) =>
  registry.admin.setEnvironments(DEFAULT_ENVIRONMENTS.map((one) => (one.name === production ? { ...one, policy } : one)));

async function apply(
  version: VersionUpload,
  { to = production, as = registry.admin, ...more }: { to?: EnvironmentName; as?: Registry; breakGlass?: { reason: string } } = {},
) {
  return await as.apply(to, { pins: pins(version), expected: await as.state(to), cause: 'apply', ...more });
}

const codesOf = async (version: VersionUpload, to = production) =>
  (await registry.admin.plan(to, { pins: pins(version) })).refusals.map(({ code }) => code);

async function refusedWith(promise: Promise<unknown>): Promise<string[]> {
  const error = await promise.catch((caught: unknown) => caught);
  if (!(error instanceof Failure)) throw new Error('it was not refused');
  return (error.details as { refusals: { code: string }[] } | undefined)?.refusals.map(({ code }) => code) ?? [error.code];
}

describe('reviews', () => {
  test('an approval counts for its digest, until it is taken back or its giver may no longer decide', async () => {
    const [one, two] = [promptVersion('reviewed', '1'), promptVersion('reviewed', '2')];
    const author = await person('ann', 'admin');
    const rita = await person('rita', 'reviewer');
    await author.upload({ versions: [one, two] });
    await guard({ require: { approvals: { count: 1 } } });
    expect(await codesOf(one)).toEqual(['approval-missing']);

    const review = await rita.requestReview({ prompt: one.id, digest: one.digest, environment: production, reviewers: ['Rita'] });
    expect(review).toMatchObject({ state: 'open', reviewers: ['Rita'], acts: [] });
    await author.decideReview(review.number, { decision: 'approved', digest: one.digest });
    expect(await codesOf(one)).toEqual(['approval-missing']);
    expect(await refusedWith(rita.decideReview(review.number, { decision: 'approved', digest: two.digest }))).toEqual(['digest-mismatch']);

    expect(await rita.decideReview(review.number, { decision: 'approved', digest: one.digest })).toMatchObject({ state: 'approved' });
    expect(await codesOf(one)).toEqual([]);
    expect(await codesOf(two)).toEqual(['approval-missing']);
    await rita.decideReview(review.number, { decision: 'withdrawn', digest: one.digest });
    expect(await codesOf(one)).toEqual(['approval-missing']);
    await rita.decideReview(review.number, { decision: 'rejected', digest: one.digest, message: 'Too curt.' });
    expect(await codesOf(one)).toEqual(['rejected', 'approval-missing']);
    await rita.decideReview(review.number, { decision: 'approved', digest: one.digest });
    await inDatabase((db) => db.updateTable('principals').set({ disabled_at: 1 }).where('name', '=', 'rita').execute());
    expect(await refusedWith(apply(one))).toEqual(['approval-missing']);
  });

  test('a machine never approves, and who writes never decides', async () => {
    const version = promptVersion('by-machine', '1');
    await registry.admin.upload({ versions: [version] });
    const { number } = await registry.admin.requestReview({ prompt: version.id, digest: version.digest, environment: production });
    const robot = registry.client(await registry.tokenFor('robot', { role: 'admin' }));
    const decision = { decision: 'approved', digest: version.digest } as const;
    expect(await refusedWith(robot.decideReview(number, decision))).toEqual(['not-allowed']);
    expect(await refusedWith((await person('eddy', 'editor')).decideReview(number, decision))).toEqual(['not-allowed']);
  });

  test('a comment keeps the line that it is about, by the digest of the text', async () => {
    const version = promptVersion('commented', '1');
    await registry.admin.upload({ versions: [version] });
    const { number } = await registry.admin.requestReview({ prompt: version.id, digest: version.digest, environment: production });
    const place = { path: 'messages/0/content', line: 1 };
    expect(await registry.admin.commentReview(number, { message: 'Why?', place: { ...place, side: 'after' } })).toMatchObject({
      acts: [{ kind: 'commented', message: 'Why?', place: { ...place, side: 'after', digest: version.digest } }],
    });
    const before = registry.admin.commentReview(number, { message: 'Why?', place: { ...place, side: 'before' } });
    expect(await refusedWith(before)).toEqual(['request-invalid']);
    for (const nowhere of [
      { path: 'messages/1/content', line: 1 },
      { path: '__proto__', line: 1 },
      { ...place, line: 2 },
    ]) {
      const comment = registry.admin.commentReview(number, { message: 'Why?', place: { ...nowhere, side: 'after' } });
      expect(await refusedWith(comment)).toEqual(['request-invalid']);
    }
    expect(await registry.admin.reviews({ prompt: id('commented') })).toMatchObject([{ number }]);
  });
});

describe('gates', () => {
  test('soak counts from the arrival, and starts anew after a break', async () => {
    const [one, two] = [promptVersion('soaked', '1'), promptVersion('soaked', '2')];
    await registry.admin.upload({ versions: [one, two] });
    await guard({ require: { soak: { in: staging, for: '1h' } } });
    await apply(one, { to: development });
    await apply(one, { to: staging });
    expect(await codesOf(one)).toEqual(['soaking']);
    registry.advance(HOUR);
    await registry.admin.kill(staging, one.id, 'A switch is no break.');
    await registry.admin.unkill(staging, one.id, 'It was nothing.');
    expect(await codesOf(one)).toEqual([]);
    await apply(two, { to: development });
    await apply(two, { to: staging });
    await apply(one, { to: staging });
    expect(await codesOf(one)).toEqual(['soaking']);
  });

  test('a branch counts when someone vouches for it, also for what is stored already', async () => {
    const version = promptVersion('sourced', '1');
    await registry.admin.upload({ versions: [version], branch: 'main' });
    await guard({ require: { source: { branch: 'main' } } });
    expect(await codesOf(version)).toEqual(['wrong-branch']);
    const token = await registry.tokenFor('ci-main', { role: 'editor' });
    const attested = JSON.stringify({ issuer: 'token', branch: 'main' });
    await inDatabase(async (db) => {
      const owner = db.selectFrom('principals').select('id').where('name', '=', 'ci-main');
      await db.updateTable('tokens').set({ attested }).where('principal', 'in', owner).execute();
    });
    const job = registry.client(token);
    expect(await job.missing([version])).toHaveLength(1);
    await job.upload({ versions: [version] });
    expect(await codesOf(version)).toEqual([]);
    expect(await job.missing([version])).toEqual([]);
  });

  test('break-glass overrides policy, loudly, and never brings back what was revoked', async () => {
    const version = promptVersion('urgent', 'urgent 1');
    await registry.admin.upload({ versions: [version] });
    await guard({ require: { approvals: { count: 2 } } });
    const deployer = registry.client(await registry.tokenFor('dora', { role: 'deployer' }));
    const breakGlass = { reason: 'The old one leaks.' };
    expect(await refusedWith(apply(version, { as: deployer, breakGlass }))).toEqual(['not-allowed']);
    expect(await apply(version, { breakGlass })).toMatchObject({ moves: [{ to: version.digest }] });
    const loud = (await registry.admin.audit()).filter(({ action }) => action === 'breakGlass');
    expect(loud).toMatchObject([{ before: { refusals: ['approval-missing'] }, verdict: expect.stringContaining('The old one leaks.') }]);

    const revoked = await registry.admin.revoke({ prompt: version.id, digest: version.digest, reason: 'It leaks too.' });
    expect(revoked.pinned).toEqual([{ environment: production, prompt: version.id }]);
    const { notes } = await registry.admin.plan(production, { pins: pins(version) });
    expect(notes).toEqual([expect.stringContaining('which was revoked (It leaks too.)')]);
    const other = promptVersion('urgent', 'urgent 2');
    await registry.admin.upload({ versions: [other] });
    await apply(other, { breakGlass });
    expect(await refusedWith(apply(version, { breakGlass }))).toEqual(['revoked']);
    expect(await refusedWith(registry.admin.rollback(production, { prompt: version.id, to: version.digest, reason: 'x' }))).toEqual([
      'revoked',
    ]);
  });

  test('a kill switch is part of the state and of its ETag', async () => {
    const version = promptVersion('killed', 'killed 1');
    await registry.admin.upload({ versions: [version] });
    await apply(version, { to: development });
    const path = '/v1/projects/default/environments/development/state';
    const etag = async () => (await registry.request(path)).headers.get('etag');
    const before = await etag();
    await registry.admin.kill(development, version.id, 'It insults people.');
    expect(await etag()).not.toBe(before);
    const state = await registry.admin.state(development);
    expect(state.killed).toEqual([version.id]);
    expect(state.pins.get(version.id)).toBe(version.digest);
    expect(await registry.admin.unkill(development, version.id, 'Mended.')).toMatchObject({ reason: 'It insults people.' });
    expect((await registry.admin.state(development)).killed).toEqual([]);
    expect(await registry.admin.history(development, { prompt: version.id })).toMatchObject([
      { cause: 'unkill' },
      { cause: 'kill' },
      { cause: 'apply' },
    ]);
  });
});

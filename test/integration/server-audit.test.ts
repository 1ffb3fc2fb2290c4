import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChainedEntry } from '../../src/access/audit/chained-entry.ts';
import { CHECKPOINT_EVERY, isGenuine } from '../../src/access/audit/checkpoint.ts';
import { verifyTrail } from '../../src/access/audit/verify-trail.ts';
import type { EnvironmentDefinition } from '../../src/release/environment.ts';
import { rotateKey } from '../../src/server/signing/announce-key.ts';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';

let registry: RunningRegistry;

beforeAll(async () => {
  registry = await runningRegistry();
});

afterAll(() => registry.stop());

/** Two changes of an environment at a time, each an entry of the trail. */
async function act(times: number): Promise<void> {
  const [development, ...others] = await registry.admin.environments();
  const set = (policy: object) =>
    registry.admin.setEnvironments([
      { name: development!.name, policy } as EnvironmentDefinition,
      ...others.map(({ name, policy: own }) => ({ name, policy: own })),
    ]);
  for (let time = 0; time < times; time += 1) await set(time % 2 === 0 ? { require: {} } : {});
}

async function verified(kept?: Parameters<typeof verifyTrail>[1]['kept']) {
  const [checkpoints, keys, trail] = await Promise.all([
    registry.admin.checkpoints(),
    registry.admin.signingKeys(),
    registry.admin.audit(),
  ]);
  return verifyTrail(trail as unknown as ChainedEntry[], { project: 'default', checkpoints, keys, ...(kept && { kept }) });
}

test('signs the trail on its way, and its end when it is asked', async () => {
  await act(CHECKPOINT_EVERY + 2);
  expect((await registry.admin.checkpoints()).map(({ seq }) => seq)).toEqual([CHECKPOINT_EVERY]);
  const end = await registry.admin.checkpoint();
  expect(end).toMatchObject({ project: 'default', seq: (await registry.admin.audit()).length });
  expect(await registry.admin.checkpoint()).toEqual(end);
  const keys = new Map((await registry.admin.signingKeys()).map((key) => [key.id, key]));
  expect(isGenuine(end!, keys)).toBe(true);
  expect(await verified(end)).toMatchObject({ entries: end!.seq, checkpoints: 3 });
});

test('shows its public key to everyone, and its private key to its owner', async () => {
  const response = await registry.request('/v1/keys', { token: null });
  expect(response.status).toBe(200);
  const file = join(registry.folder, 'signing.key');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await response.text()).not.toContain((await readFile(file)).toString('base64'));
});

describe('the log', () => {
  test('is newest first, and filtered by who, what, where and when', async () => {
    const log = (filter: object, limit = 5) => registry.admin.auditLog(filter, limit);
    const [newest, second] = await log({});
    expect(newest!.seq).toBe(second!.seq + 1);
    expect(await log({ actor: 'nobody' })).toEqual([]);
    expect((await log({ actor: 'admin', action: 'setEnvironments' }))[0]).toEqual(newest);
    expect(await log({ action: 'setEnvironment' })).toEqual([]);
    expect(await log({ since: newest!.time + 1 })).toEqual([]);
    expect((await log({ until: newest!.time + 1 }, 1))[0]).toEqual(newest);
    expect((await log({ action: 'createProject' }, 1000)).length + (await log({ action: 'setEnvironments' }, 1000)).length).toBe(
      newest!.seq,
    );
  });

  test('is for who may read all of it; the checkpoint, which tells of no one, is for all', async () => {
    const editor = registry.client(await registry.tokenFor('ed', { role: 'editor' }));
    await expect(editor.auditLog({}, 1)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(editor.checkpoints()).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await editor.checkpoint()).toEqual(await registry.admin.checkpoint());
    const some = registry.client(await registry.tokenFor('some', { role: 'auditor', prompts: 'support/*' }));
    await expect(some.checkpoints()).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

test('goes on with a new key that the old one vouches for, and with none that came by itself', async () => {
  const kept = await registry.admin.checkpoint();
  const { db } = await openDatabase(registry.place);
  await rotateKey(db, join(registry.folder, 'signing.key'), 5);
  await db.destroy();
  await registry.restart();
  await act(1);
  const [first, second] = await registry.admin.signingKeys();
  expect([first, second].map((key) => key?.endorsement?.keyId)).toContain(kept!.keyId);
  expect((await registry.admin.checkpoint())!.keyId).not.toBe(kept!.keyId);
  expect((await verified(kept)).finding).toBeUndefined();
});

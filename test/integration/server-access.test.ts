import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, pins, promptVersion } from '../support/sample-versions.ts';

let registry: RunningRegistry;
let viewer: string;
let stranger: string;
beforeAll(async () => {
  registry = await runningRegistry();
  viewer = await registry.tokenFor('viewer', { role: 'viewer' });
  stranger = await registry.tokenFor('stranger', { role: 'admin', project: 'another' });
});
afterAll(() => registry.stop());

describe('attack 3: tokens', () => {
  test.each([
    ['cut short', (token: string) => token.slice(0, -1)],
    ['with a digit changed', (token: string) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')],
    ['with another scheme', (token: string) => `x ${token}`],
    ['that is empty', () => ''],
  ])('one %s signs nobody in', async (_name, change) => {
    const reply = await registry.request('/v1/whoami', { token: change(registry.token) });
    expect((await problemOf(reply)).code).toBe('not-signed-in');
  });

  test('tell who they belong to', async () => {
    expect(await registry.client(viewer).whoami()).toMatchObject({
      name: 'viewer',
      kind: 'machine',
      bindings: [{ role: 'viewer', project: 'default', environments: '*', prompts: '*' }],
    });
  });

  test('an unknown project is missing for its own admin too', async () => {
    await expect(registry.client(stranger, 'another').environments()).rejects.toMatchObject({ code: 'not-found' });
  });

  test('never appear in the log', async () => {
    await registry.request('/v1/whoami?token=secret-in-query', { token: viewer });
    const log = registry.logLines.join('\n');
    expect(log).toContain('/v1/whoami');
    for (const secret of [registry.token, viewer, viewer.slice(20), 'secret-in-query']) expect(log).not.toContain(secret);
  });
});

describe('grants for some prompts and environments', () => {
  const development = 'development' as EnvironmentName;
  const staging = 'staging' as EnvironmentName;
  const own = promptVersion('support/triage', 'one');
  const foreign = promptVersion('billing/refund', 'secret text');
  let support: ReturnType<RunningRegistry['client']>;
  beforeAll(async () => {
    await registry.admin.upload({ versions: [own, foreign] });
    const token = await registry.tokenFor(
      'support',
      { role: 'deployer', prompts: 'support/*', environments: 'development' },
      { role: 'editor', prompts: 'support/*', environments: 'staging' },
    );
    support = registry.client(token);
  });

  test('hide the other prompts everywhere', async () => {
    expect((await support.prompts()).map((prompt) => prompt.id)).toEqual(['support/triage']);
    expect(await support.missing([own, foreign].map(({ id: prompt, digest }) => ({ id: prompt, digest })))).toMatchObject([
      { id: 'billing/refund' },
    ]);
    expect(await support.content(own.digest)).toEqual(own.content);
    await expect(support.content(foreign.digest)).rejects.toMatchObject({ code: 'not-found' });
    await expect(support.versions(id('billing/refund'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(support.upload({ versions: [promptVersion('billing/new', 'x')] })).rejects.toMatchObject({ code: 'not-found' });
    expect((await support.environments()).map(({ name }) => name)).toEqual(['development', 'staging']);
    await expect(support.state('production' as EnvironmentName)).rejects.toMatchObject({ code: 'not-found' });
    expect((await support.plan(development, { pins: pins(foreign) })).refusals.map(({ code }) => code)).toEqual(['version-unknown']);
  });

  test('move and prune only what they reach', async () => {
    await registry.admin.apply(development, { pins: pins(foreign), expected: await registry.admin.state(development), cause: 'apply' });
    const moved = await support.apply(development, {
      pins: pins(own),
      prune: true,
      expected: await support.state(development),
      cause: 'apply',
    });
    expect(moved.moves).toEqual([{ prompt: own.id, to: own.digest }]);
    expect((await support.history(development)).flatMap(({ moves }) => moves.map((move) => move.prompt))).toEqual([own.id]);
    const expected = await support.state(development);
    await expect(support.apply(development, { pins: pins(foreign), expected, cause: 'apply' })).rejects.toMatchObject({
      code: 'not-found',
    });
    const atStaging = await support.state(staging);
    await expect(support.apply(staging, { pins: pins(own), expected: atStaging, cause: 'apply' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });
});

import { afterEach, expect, test, vi } from 'vitest';
import { type Digest, digestOf } from '../../src/base/digest.ts';
import type { Json } from '../../src/base/json/canonical-json.ts';
import { addExposures, addOutcomes } from '../../src/protocol/exposures.ts';
import { Promptlane } from '../../src/sdk/node/index.ts';
import { greeting, refuses, type ScriptedRegistry, scriptedRegistry } from '../support/scripted-registry.ts';

const [CONTROL, CANDIDATE] = [greeting('Control'), greeting('Candidate')];
const [CONTROL_ID, CANDIDATE_ID] = [CONTROL, CANDIDATE].map(digestOf) as [Digest, Digest];

function canary(coverage: number): Json {
  return {
    id: 'rol_0123456789abcdef',
    mode: 'canary',
    seed: 'seed',
    unit: ['userId'],
    control: CONTROL_ID,
    variants: [{ id: 'candidate', version: CANDIDATE_ID, weight: 1 }],
    coverage,
    rules: [{ if: { plan: 'internal' }, serve: 'candidate' }],
  };
}

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

async function running(coverage: number): Promise<{ scripted: ScriptedRegistry; prompts: Promptlane }> {
  const scripted = await scriptedRegistry([CONTROL, CANDIDATE], { pins: { greet: CONTROL_ID }, rollouts: { greet: canary(coverage) } });
  undo.push(() => scripted.stop());
  const prompts = new Promptlane({ url: scripted.url, environment: 'production', deadline: 20_000 });
  undo.push(() => prompts.close());
  await prompts.ready();
  return { scripted, prompts };
}

const got = (prompts: Promptlane, userId: string) => prompts.get('greet', { unit: { userId } }).served;
const users = Array.from({ length: 400 }, (_, index) => `user-${index}`);

test('each unit keeps its variant, and as many get it as the coverage says', async () => {
  const { scripted, prompts } = await running(0.5);
  const before = new Map(users.map((user) => [user, got(prompts, user).variant]));
  const share = [...before.values()].filter((variant) => variant === 'candidate').length / users.length;
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.6);
  scripted.serve({ rollouts: { greet: canary(1) } });
  await vi.waitFor(() => expect(users.every((user) => got(prompts, user).variant === 'candidate')).toBe(true), { timeout: 30_000 });
  scripted.serve({ rollouts: {} });
  await vi.waitFor(() => expect(got(prompts, 'user-0')).toMatchObject({ digest: CONTROL_ID, reason: 'pinned' }), { timeout: 30_000 });
});

test('who is compared is reported once, with what became of it, as the protocol has it', async () => {
  const { scripted, prompts } = await running(0.5);
  for (let round = 0; round < 3; round += 1) for (const user of users) got(prompts, user);
  prompts.get('greet');
  prompts.get('greet', { unit: { userId: 'staff' }, context: { plan: 'internal' } });
  prompts.track(got(prompts, 'user-7'), { metric: 'resolved', value: 1 });
  await prompts.close();
  expect(scripted.reports.map(({ kind }) => kind)).toEqual(['exposures', 'outcomes']);
  const { exposures } = addExposures.body.parse(scripted.reports[0]?.body);
  const { outcomes } = addOutcomes.body.parse(scripted.reports[1]?.body);
  expect(exposures.map(({ unit }) => unit)).toEqual(users);
  expect(new Set(exposures.map(({ id }) => id)).size).toBe(users.length);
  expect(outcomes).toMatchObject([{ unit: 'user-7', metric: 'resolved', value: 1, variant: got(prompts, 'user-7').variant }]);
});

test('reports wait for a registry that is busy, and hold up no call', async () => {
  const { scripted, prompts } = await running(0.5);
  scripted.misbehave((kind, request, response) => kind === 'exposures' && refuses(503)(kind, request, response));
  got(prompts, 'user-1');
  await prompts.flush();
  expect(prompts.status().problem?.code).toBe('registry-broken');
  scripted.misbehave(undefined);
  await prompts.flush();
  expect(scripted.reports).toHaveLength(1);
  expect(prompts.status().lostReports).toBe(0);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../../src/release/environment.ts';
import type { RolloutDefinition } from '../../../src/release/rollout/rollout-definition.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../../support/running-registry.ts';
import { pins, promptVersion } from '../../support/sample-versions.ts';

const PROJECT = '/v1/projects/default';
const development = 'development' as EnvironmentName;
const control = promptVersion('billing/refund', 'control');
const candidate = promptVersion('billing/refund', 'candidate');
const own = promptVersion('support/one', 'own');
const DEFINITION: RolloutDefinition = {
  prompt: control.id,
  environment: 'development',
  mode: 'flag',
  seed: 'hidden',
  unit: 'userId',
  control: control.digest,
  variants: [{ id: 'candidate', version: candidate.digest, weight: 1 }],
  rules: [
    { if: { plan: { in: ['beta'] } }, serve: 'candidate' },
    { if: { age: { gte: 18 } }, serve: 'candidate' },
  ],
};

let registry: RunningRegistry;
let stranger: string;
let rollout: string;
beforeAll(async () => {
  registry = await runningRegistry(undefined, { rolloutLookMs: 3_600_000 });
  await registry.admin.upload({ versions: [control, candidate, own] });
  const expected = await registry.admin.state(development);
  await registry.admin.apply(development, { pins: pins(control, own), expected, cause: 'apply' });
  rollout = (await registry.admin.startRollout(DEFINITION)).rollout.id;
  stranger = await registry.tokenFor('stranger', { role: 'deployer', prompts: 'support/*' });
});
afterAll(() => registry.stop());

/** What is answered, without the names that were asked for and the number of the request. */
async function answerTo(path: string, body: unknown, token: string, ...names: readonly string[]) {
  const reply = await registry.request(PROJECT + path, { method: body === undefined ? 'GET' : 'POST', token, body });
  const text = names.reduce((said, name) => said.replaceAll(name, '…'), await reply.text());
  return { status: reply.status, said: text.replace(/"requestId":"[^"]*"/, '') };
}

describe('attack 50: rollouts of hidden prompts', () => {
  const report = (prompt: string, more: object = {}) => ({
    id: 'one',
    prompt,
    environment: 'development',
    rollout,
    variant: 'candidate',
    unit: 'u',
    time: 1000,
    ...more,
  });
  const asked: [string, (prompt: string) => [string, unknown]][] = [
    ['is reported of', (prompt) => ['/exposures', { exposures: [report(prompt, { digest: candidate.digest })] }]],
    ['has outcomes', (prompt) => ['/outcomes', { outcomes: [report(prompt, { metric: 'thumbs', value: 1 })] }]],
    ['is read', (prompt) => [`/environments/development/rollouts/${encodeURIComponent(prompt)}`, undefined]],
    ['is evaluated as a flag', (prompt) => [`/environments/development/ofrep/flags/${encodeURIComponent(prompt)}`, { context: {} }]],
  ];

  test.each(asked)('are as those of a prompt that never was when one %s', async (_how, ask) => {
    const [hidden, never] = ['billing/refund', 'billing/unheard-of'];
    const [theirs, none] = await Promise.all(
      [hidden, never].map((prompt) => answerTo(...ask(prompt), stranger, prompt, encodeURIComponent(prompt))),
    );
    expect(theirs).toEqual(none);
    expect(theirs?.status).toBe(404);
  });

  test('are not counted under a prompt of one’s own', async () => {
    const body = { exposures: [report('support/one', { digest: candidate.digest })] };
    const reply = await registry.request(`${PROJECT}/exposures`, { method: 'POST', token: stranger, body });
    expect(await reply.json()).toEqual({ counted: 0, known: 0, dropped: [{ id: 'one', reason: 'rollout-unknown' }] });
  });

  test('are in no state, list or flag of all', async () => {
    for (const [path, body] of [
      ['/environments/development/state', undefined],
      ['/environments/development/rollouts', undefined],
      ['/environments/development/ofrep/flags', { context: { plan: 'beta' } }],
    ] as const) {
      const { status, said } = await answerTo(path, body, stranger);
      expect(status).toBe(200);
      expect(said).not.toContain('billing');
      expect(said).not.toContain(candidate.digest);
    }
  });
});

describe('attack 51: contexts that a condition was not made for', () => {
  const flag = (body: string) =>
    registry.request(`${PROJECT}/environments/development/ofrep/flags/${encodeURIComponent('billing/refund')}`, { method: 'POST', body });

  test.each([
    ['lists', '{"context":{"plan":["beta"],"age":[99]}}'],
    ['objects', '{"context":{"plan":{"toString":"beta"},"age":{"valueOf":99}}}'],
    ['texts for numbers', '{"context":{"age":"99"}}'],
    ['null', '{"context":{"plan":null,"age":null}}'],
    ['truth for numbers', '{"context":{"age":true}}'],
    ['members of Object', '{"context":{"hasOwnProperty":"beta","toString":1}}'],
    ['a megabyte of a unit', `{"context":{"targetingKey":"${'u'.repeat(900_000)}"}}`],
    ['a unit of half a character', '{"context":{"userId":"\\ud800"}}'],
  ])('serve what is served without them, or are refused: %s', async (_what, body) => {
    const reply = await flag(body);
    const said = (await reply.json()) as { reason?: string; errorCode?: string };
    if (reply.status === 200) expect(said.reason).not.toBe('TARGETING_MATCH');
    else expect([reply.status, said.errorCode]).toEqual([400, expect.stringMatching(/^(?:PARSE_ERROR|INVALID_CONTEXT)$/)]);
  });

  test.each(['{"context":{"__proto__":{"plan":"beta"}}}', '{"context":{"constructor":{"prototype":{"plan":"beta"}}}}'])(
    'reach no prototype: %s',
    async (body) => {
      expect((await (await flag(body)).json()) as object).not.toMatchObject({ reason: 'TARGETING_MATCH' });
      expect(({} as { plan?: string }).plan).toBeUndefined();
    },
  );

  test.each(['..%2F..%2Fstate', '%2E%2E/%2E%2E/state', 'billing%2Frefund%00', '%252F', '__proto__', 'constructor', '%0d%0aX-Evil:%201'])(
    'a flag of the key %s is none',
    async (key) => {
      const reply = await registry.request(`/openfeature/default/development/ofrep/v1/evaluate/flags/${key}`, {
        method: 'POST',
        body: { context: {} },
      });
      expect([400, 404]).toContain(reply.status);
      expect(reply.headers.get('x-evil')).toBeNull();
      expect(await reply.text()).not.toContain('digest');
    },
  );

  test.each([
    '/openfeature/default/nowhere',
    '/openfeature/nothing/development',
    '/openfeature/default/%2e%2e',
    '/openfeature/__proto__/development',
  ])('there is no flag at %s', async (base) => {
    const reply = await registry.request(`${base}/ofrep/v1/evaluate/flags/support%2Fone`, { method: 'POST', body: { context: {} } });
    expect([400, 404]).toContain(reply.status);
  });
});

describe('attack 52: reports beyond measure', () => {
  const exposure = (id: string, more: object = {}) => ({
    id,
    prompt: 'billing/refund',
    environment: 'development',
    rollout,
    variant: 'candidate',
    digest: candidate.digest,
    unit: 'u',
    time: 1000,
    ...more,
  });
  const send = (exposures: object[]) => registry.request(`${PROJECT}/exposures`, { method: 'POST', body: { exposures } });

  test.each<[string, object[]]>([
    ['more than a thousand', Array.from({ length: 1001 }, (_, index) => exposure(String(index)))],
    ['a unit of a megabyte', [exposure('a', { unit: 'u'.repeat(500_000) })]],
    ['a unit with a control character', [exposure('a', { unit: '\u001b[31m' })]],
    ['a rollout that is no id', [exposure('a', { rollout: "' or 1=1 --" })]],
    ['a member that nobody knows', [exposure('a', { outcome: 1 })]],
  ])('are refused as a whole: %s', async (_what, exposures) => {
    expect((await problemOf(await send(exposures))).code).toBe('request-invalid');
  });

  test('of another project are told that there is none', async () => {
    const reply = await registry.request('/v1/projects/other/exposures', { method: 'POST', body: { exposures: [exposure('a')] } });
    expect(reply.status).toBe(404);
  });

  test('by an id that was used for another rollout count all the same, and do not tell that it was', async () => {
    const mine = { ...DEFINITION, prompt: own.id, control: own.digest, rules: [] };
    const second = promptVersion('support/one', 'second');
    await registry.admin.upload({ versions: [second] });
    const ownRollout = await registry.admin.startRollout({
      ...mine,
      variants: [{ id: 'candidate', version: second.digest, weight: 1 }],
    });
    const outcome = (prompt: string, of: string) => ({
      id: 'order-1',
      prompt,
      environment: 'development',
      rollout: of,
      variant: 'candidate',
      unit: 'u',
      metric: 'thumbs',
      value: 1,
      time: 1000,
    });
    const tell = async (token: string, ...outcomes: object[]) =>
      (await registry.request(`${PROJECT}/outcomes`, { method: 'POST', token, body: { outcomes } })).json();
    const taken = outcome('support/one', ownRollout.rollout.id);
    expect(await tell(stranger, taken)).toMatchObject({ counted: 1 });
    expect(await tell(registry.token, outcome('billing/refund', rollout), taken)).toMatchObject({ counted: 1, known: 1 });
  });
});

import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomWords } from '../../src/evals/statistics/random-words.ts';
import type { Evaluation } from '../../src/protocol/openfeature/schemas.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import type { CallContext } from '../../src/release/rollout/call-context.ts';
import type { RolloutDefinition } from '../../src/release/rollout/rollout-definition.ts';
import { Promptlane } from '../../src/sdk/index.ts';
import { decideFor } from '../../src/server/compat/openfeature/decide-for.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, pins, promptVersion } from '../support/sample-versions.ts';

const development = 'development' as EnvironmentName;
const tone = partialVersion('shared/tone', 'Be kind.');
const greet = promptVersion('greet', 'Greet {{ name }}. {% render "shared/tone" %}', { partials: [tone] });
const old = promptVersion('support/triage', 'Sort it.');
const candidate = promptVersion('support/triage', 'Sort it well.');
const dangerous = promptVersion('dangerous', 'Insult them.');
const CANARY: RolloutDefinition = {
  prompt: old.id,
  environment: 'development',
  mode: 'canary',
  seed: 'triage-1',
  unit: ['userId', 'sessionId'],
  control: old.digest,
  variants: [{ id: 'candidate', version: candidate.digest, weight: 1 }],
  rules: [
    { if: { country: { in: ['DE', 'FR'] } }, serve: 'control' },
    { if: { plan: 'beta', age: { gte: 18 } }, serve: 'candidate' },
  ],
  exclusive: { group: 'support', range: [0, 0.9] },
  holdout: { name: 'q3', share: 0.1 },
  ramp: [{ coverage: 0.4, for: '7d' }, { coverage: 1 }],
};

let registry: RunningRegistry;
let base: string;
beforeAll(async () => {
  registry = await runningRegistry();
  base = `${registry.url}/openfeature/default/development`;
  await registry.admin.upload({ versions: [tone, greet, old, candidate, dangerous] });
  const expected = await registry.admin.state(development);
  await registry.admin.apply(development, { pins: pins(greet, old, dangerous), expected, cause: 'apply' });
  await registry.admin.startRollout(CANARY);
  await registry.admin.kill(development, dangerous.id, 'It insults people.');
});
afterAll(async () => {
  await OpenFeature.clearProviders();
  await registry.stop();
});

const evaluate = (
  path: string,
  body: unknown = { context: {} },
  options: { token?: string | null; headers?: Record<string, string> } = {},
) => registry.request(path, { method: 'POST', body, ...options });
const flag = (key: string, context: object = {}) =>
  evaluate(`/openfeature/default/development/ofrep/v1/evaluate/flags/${key}`, { context });

describe("OpenFeature's provider for servers", () => {
  const client = async () => {
    const headers: [string, string][] = [['authorization', `Bearer ${registry.token}`]];
    await OpenFeature.setProviderAndWait('registry', new OFREPProvider({ baseUrl: base, headers }));
    return OpenFeature.getClient('registry');
  };

  test('gets a prompt by its id, with what it is and where it comes from', async () => {
    const details = await (await client()).getObjectDetails('greet', {}, {});
    expect(details).toMatchObject({
      value: {
        id: 'greet',
        digest: greet.digest,
        rendered: false,
        template: 'liquid',
        model: 'openai/gpt-4o-mini',
        messages: [{ role: 'user', content: 'Greet {{ name }}. {% render "shared/tone" %}' }],
        partials: { 'shared/tone': { digest: tone.digest, content: { template: 'liquid', text: 'Be kind.' } } },
      },
      reason: 'STATIC',
      flagMetadata: { environment: 'development', digest: greet.digest, epoch: 1, revision: expect.any(Number) },
    });
    expect(details.errorCode).toBeUndefined();
  });

  test('gets messages that are rendered, when it gives variables', async () => {
    const value = await (await client()).getObjectValue('greet', {}, { variables: { name: 'Ada' } });
    expect(value).toMatchObject({ rendered: true, messages: [{ role: 'user', content: 'Greet Ada. Be kind.' }] });
    expect(value).not.toHaveProperty('partials');
  });

  test('gets the variant of a rollout, by an id with slashes', async () => {
    const details = await (await client()).getObjectDetails('support/triage', {}, { plan: 'beta', age: 20 });
    expect(details).toMatchObject({
      value: { digest: candidate.digest },
      variant: 'candidate',
      reason: 'TARGETING_MATCH',
      flagMetadata: { rollout: expect.stringMatching(/^rol_/), compared: false },
    });
  });

  test.each<[string, string, object, string]>([
    ['that nothing serves', 'support/triag', {}, 'FLAG_NOT_FOUND'],
    ['that is no id', '..%2F..', {}, 'FLAG_NOT_FOUND'],
    ['that is killed', 'dangerous', {}, 'GENERAL'],
    ['with variables that it does not take', 'greet', { variables: {} }, 'INVALID_CONTEXT'],
    ['with variables that are none', 'greet', { variables: 'Ada' }, 'INVALID_CONTEXT'],
  ])('goes on with the default of the application for a prompt %s', async (_what, key, context, errorCode) => {
    const spare = { messages: [] };
    const details = await (await client()).getObjectDetails(key, spare, context as never);
    expect(details).toMatchObject({ value: spare, reason: 'ERROR', errorCode });
  });

  test('is not stopped by a prompt of which it wants a text: prompts are objects', async () => {
    expect(await (await client()).getStringDetails('greet', 'Hello.', {})).toMatchObject({ value: 'Hello.', errorCode: 'TYPE_MISMATCH' });
  });
});

describe('the routes', () => {
  test('take ids with slashes as they are and encoded, and a base address that ends with one', async () => {
    const replies = await Promise.all([
      flag('support/triage'),
      flag('support%2Ftriage'),
      evaluate('/openfeature/default/development//ofrep/v1/evaluate/flags/support/triage'),
    ]);
    for (const reply of replies) expect(await reply.json()).toMatchObject({ key: 'support/triage', reason: 'DEFAULT', variant: 'control' });
  });

  test('mean the default project and production where the address names none', async () => {
    const reply = await evaluate('/ofrep/v1/evaluate/flags/greet');
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({
      key: 'greet',
      errorCode: 'FLAG_NOT_FOUND',
      errorDetails: expect.stringContaining('production'),
    });
  });

  test.each<[string, () => Promise<Response>, number, object]>([
    ['what is no JSON', () => evaluate('/ofrep/v1/evaluate/flags/greet', '{'), 400, { key: 'greet', errorCode: 'PARSE_ERROR' }],
    ['a body that is a list', () => evaluate('/ofrep/v1/evaluate/flags/greet', []), 400, { key: 'greet', errorCode: 'PARSE_ERROR' }],
    ['a targeting key that is a number', () => flag('greet', { targetingKey: 1 }), 400, { key: 'greet', errorCode: 'INVALID_CONTEXT' }],
    ['no token', () => evaluate('/ofrep/v1/evaluate/flags/greet', {}, { token: null }), 401, { errorCode: 'GENERAL' }],
    [
      'an environment that is not there',
      () => evaluate('/openfeature/default/nowhere/ofrep/v1/evaluate/flags'),
      404,
      { errorCode: 'FLAG_NOT_FOUND' },
    ],
  ])("refuse %s in OpenFeature's words", async (_what, ask, status, body) => {
    const reply = await ask();
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ ...body, errorDetails: expect.any(String) });
  });

  test('answer about all prompts at once, and with 304 to who has that answer', async () => {
    const bulk = `/openfeature/default/development/ofrep/v1/evaluate/flags`;
    const context = { targetingKey: 'user-1', country: 'DE' };
    const reply = await evaluate(bulk, { context });
    const { flags, metadata, eventStreams } = (await reply.json()) as {
      flags: { key: string }[];
      metadata: object;
      eventStreams: object[];
    };
    expect(flags.map(({ key }) => key).sort()).toEqual(['dangerous', 'greet', 'support/triage']);
    expect(flags.find(({ key }) => key === 'dangerous')).toMatchObject({ errorCode: 'GENERAL' });
    expect(flags.find(({ key }) => key === 'support/triage')).toMatchObject({ variant: 'control', reason: 'TARGETING_MATCH' });
    expect(metadata).toMatchObject({ environment: 'development', epoch: 1 });
    expect(eventStreams).toMatchObject([{ type: 'sse', endpoint: { requestUri: expect.stringContaining('/ofrep/v1/changes?ticket=') } }]);

    const headers = { 'if-none-match': reply.headers.get('etag') ?? '' };
    const again = await evaluate(bulk, { context }, { headers });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await evaluate(bulk, { context: { ...context, country: 'US' } }, { headers })).status).toBe(200);
  });

  test('show nobody what their token may not read', async () => {
    const token = await registry.tokenFor('narrow', { prompts: 'support/*' });
    const bulk = await evaluate(`/openfeature/default/development/ofrep/v1/evaluate/flags`, {}, { token });
    expect(((await bulk.json()) as { flags: { key: string }[] }).flags.map(({ key }) => key)).toEqual(['support/triage']);
    const single = await evaluate(`/openfeature/default/development/ofrep/v1/evaluate/flags/greet`, {}, { token });
    expect(single.status).toBe(404);
  });

  test('tell what they can do', async () => {
    const reply = await registry.request('/openfeature/default/development/ofrep/v1/configuration');
    expect(await reply.json()).toMatchObject({ name: 'promptlane', capabilities: { flagEvaluation: { supportedTypes: ['object'] } } });
  });
});

test('the SDK, the registry and OpenFeature give the same answers to 10,000 calls', async () => {
  const prompts = new Promptlane({
    url: registry.url,
    token: registry.token,
    environment: 'development',
    refresh: 'off',
    exposures: false,
  });
  await prompts.ready();
  const state = (await (await registry.request('/v1/projects/default/environments/development/state')).json()) as never;
  const contexts = randomContexts(10_000);
  const said = (one: { digest: unknown; variant?: unknown; reason?: unknown; compared?: unknown; unit?: unknown } | undefined) =>
    [one?.digest, one?.variant, one?.reason, one?.compared, one?.unit].join(' ');
  const variants = new Set<string>();
  for (const context of contexts) {
    const { served } = prompts.get('support/triage', { context });
    const { digest, assignment } = decideFor(state, id('support/triage'), context as never);
    if (said(served) !== said({ ...assignment, digest })) expect.fail(`${JSON.stringify(context)}: ${said(served)}`);
    variants.add(`${served.variant} ${served.reason}`);
  }
  expect([...variants].sort()).toEqual([
    'candidate draw',
    'candidate rule',
    'control draw',
    'control exclusive',
    'control holdout',
    'control no-unit',
    'control rule',
    'control uncovered',
  ]);
  const sample = contexts.slice(0, 100);
  const replies = await Promise.all(sample.map(async (context) => (await flag('support/triage', context)).json() as Promise<Evaluation>));
  for (const [index, { metadata, variant }] of replies.entries()) {
    const { served } = prompts.get('support/triage', { context: sample[index] ?? {} });
    expect({ digest: metadata.digest, variant, rollout: metadata.rollout, compared: metadata.compared }).toEqual({
      digest: served.digest,
      variant: served.variant,
      rollout: served.rollout,
      compared: served.compared,
    });
  }
  await prompts.close();
});

test('the targeting key is the unit where none of the attributes of the rollout is given', async () => {
  const prompts = new Promptlane({
    url: registry.url,
    token: registry.token,
    environment: 'development',
    refresh: 'off',
    exposures: false,
  });
  await prompts.ready();
  for (const user of ['ada', 'bob', 'eve', 'kim', 'mia']) {
    const { served } = prompts.get('support/triage', { unit: { userId: user } });
    const { metadata } = (await (await flag('support/triage', { targetingKey: user })).json()) as Evaluation;
    expect(metadata).toMatchObject({ digest: served.digest, unit: user });
  }
  const { metadata } = (await (await flag('support/triage', { targetingKey: 'ada', sessionId: 's-1' })).json()) as Evaluation;
  expect(metadata.unit).toBe('s-1');
  await prompts.close();
});

/** Calls of all sorts: with one unit or the other or none, with attributes that rules ask for and others. */
function randomContexts(count: number): CallContext[] {
  const words = randomWords(7);
  const below = (bound: number) => words() % bound;
  const one = <Value>(...values: readonly Value[]) => values[below(values.length)] as Value;
  return Array.from({ length: count }, () => ({
    ...(below(10) < 8 && { userId: `user-${below(100_000)}` }),
    ...(below(10) < 5 && { sessionId: one<string | number>(`s-${below(1000)}`, below(1000), '') }),
    ...(below(10) < 3 && { country: one('DE', 'FR', 'US', 'JP') }),
    ...(below(10) < 3 && { plan: one('free', 'beta') }),
    ...(below(10) < 3 && { age: one<number | string>(below(90), '20') }),
  }));
}

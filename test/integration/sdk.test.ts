import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Failure } from '../../src/base/failure.ts';
import { canonicalJson } from '../../src/base/json/canonical-json.ts';
import type { VersionUpload } from '../../src/registry/registry.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { Promptlane, type PromptlaneOptions } from '../../src/sdk/node/index.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, pins, promptVersion } from '../support/sample-versions.ts';

const ENVIRONMENT = 'development' as EnvironmentName;

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

const clients: Promptlane[] = [];
afterEach(async () => {
  for (const each of clients.splice(0)) await each.close();
});

function client(options: Partial<PromptlaneOptions> = {}): Promptlane & { readonly problems: string[] } {
  const problems: string[] = [];
  const onProblem = (problem: Failure) => void problems.push(`${problem.code} ${problem.message}`);
  const made = new Promptlane({ url: registry.url, token: registry.token, environment: ENVIRONMENT, onProblem, ...options });
  clients.push(made);
  return Object.assign(made, { problems });
}

async function serve(...versions: VersionUpload[]): Promise<void> {
  await registry.admin.upload({ versions });
  const { epoch, revision } = await registry.admin.state(ENVIRONMENT);
  const prompts = versions.filter(({ kind }) => kind === 'prompt');
  await registry.admin.apply(ENVIRONMENT, { pins: pins(...prompts), expected: { epoch, revision }, cause: 'apply' });
}

/** A `fetch` that writes down what was asked. */
function counted() {
  const asked: string[] = [];
  const counting: typeof fetch = (input, init) => {
    asked.push(String(input).replace(/^.*\/v1\/projects\/default/, ''));
    return fetch(input, init);
  };
  return { asked, counting };
}

const textOf = (prompts: Promptlane, prompt: string) =>
  prompts
    .get(prompt)
    .render({})
    .messages.map(({ content }) => content)
    .join('\n');
/** Waits as long as a busy machine may need; how fast it is, the bench tells. */
const eventually = <Result>(look: () => Result) => vi.waitFor(look, { timeout: 30_000, interval: 10 });
const failing = (code: string) => expect.objectContaining({ code });

test('serves what is pinned, with its partials, and what is pinned next as soon as it is told', async () => {
  const tone = partialVersion('shared/tone', 'Be kind.');
  await serve(tone, promptVersion('sdk/greet', 'One. {% render "shared/tone" %}', { partials: [tone] }));
  const prompts = client();
  await prompts.ready();
  expect(textOf(prompts, 'sdk/greet')).toContain('One. Be kind.');
  expect(prompts.get('sdk/greet').served).toMatchObject({ environment: ENVIRONMENT, reason: 'pinned', source: 'network', epoch: 1 });

  const next = promptVersion('sdk/greet', 'Two.');
  const held = prompts.get('sdk/greet');
  await serve(next);
  await eventually(() => expect(textOf(prompts, 'sdk/greet')).toContain('Two.'));
  expect(prompts.get('sdk/greet').served.digest).toBe(next.digest);
  // What a request is in the middle of does not change under its hands.
  expect(held.render({}).messages[0]?.content).toContain('One.');
  expect(prompts.problems).toEqual([]);
});

test('stops serving a prompt whose kill switch is on, and a version that is revoked, as soon as it is told', async () => {
  const version = promptVersion('sdk/dangerous', 'Danger.');
  await serve(version);
  const prompts = client();
  await prompts.ready();
  expect(textOf(prompts, 'sdk/dangerous')).toContain('Danger.');

  await registry.admin.kill(ENVIRONMENT, id('sdk/dangerous'), 'It insults people.');
  await eventually(() => expect(() => prompts.get('sdk/dangerous')).toThrow(failing('prompt-killed')));
  await registry.admin.unkill(ENVIRONMENT, id('sdk/dangerous'), 'Mended.');
  await eventually(() => expect(textOf(prompts, 'sdk/dangerous')).toContain('Danger.'));
  await registry.admin.revoke({ prompt: id('sdk/dangerous'), digest: version.digest, reason: 'It leaks.' });
  await eventually(() => expect(() => prompts.get('sdk/dangerous')).toThrow(failing('version-revoked')));
  expect(() => prompts.get('sdk/dangerous', { version: version.digest })).toThrow(failing('version-revoked'));
});

test('gives any version by its digest, of one request for all that ask', async () => {
  const [first, second] = [promptVersion('sdk/old', 'First.'), promptVersion('sdk/old', 'Second.')];
  await serve(first);
  await serve(second);
  const { asked, counting } = counted();
  const prompts = client({ refresh: 'off', prompts: ['sdk/old'], fetch: counting });
  const got = await Promise.all(Array.from({ length: 50 }, () => prompts.load('sdk/old', { version: first.digest })));
  expect(got.map(({ served }) => served.digest)).toEqual(Array.from({ length: 50 }, () => first.digest));
  expect(asked).toEqual([
    '/environments/development/state',
    `/contents/${encodeURIComponent(second.digest)}`,
    `/contents/${encodeURIComponent(first.digest)}`,
  ]);
  await prompts.refresh();
  expect(asked.slice(3)).toEqual(['/environments/development/state']);
  expect(() => prompts.get('sdk/greet')).toThrow(failing('prompt-unserved'));
});

test('starts cold with many prompts in one request for the state, and one for each level of contents', async () => {
  const tone = partialVersion('shared/many', 'Be brief.');
  const many = Array.from({ length: 30 }, (_, index) =>
    promptVersion(`many/p${index}`, `${index} {% render "shared/many" %}`, { partials: [tone] }),
  );
  await serve(tone, ...many);
  const { asked, counting } = counted();
  const prompts = client({ refresh: 'off', prompts: many.map((each) => each.id), fetch: counting });
  await prompts.ready();
  expect(asked).toEqual(['/environments/development/state', '/contents', `/contents/${encodeURIComponent(tone.digest)}`]);
  expect(textOf(prompts, 'many/p29')).toContain('29 Be brief.');
});

test('goes on while the registry is started anew, and hears of what comes after', async () => {
  await serve(promptVersion('sdk/steady', 'Before.'));
  const prompts = client();
  await prompts.ready();
  // The port changes: the client keeps knocking at the old one.
  await registry.restart();
  expect(textOf(prompts, 'sdk/steady')).toContain('Before.');
  await eventually(() => expect(prompts.get('sdk/steady').served.source).toBe('memory'));
  const moved = client();
  await moved.ready();
  await serve(promptVersion('sdk/steady', 'After.'));
  await eventually(() => expect(textOf(moved, 'sdk/steady')).toContain('After.'));
});

test('carries out a rollout of the registry, and has counted who got what', async () => {
  const [control, candidate] = [promptVersion('sdk/split', 'Control.'), promptVersion('sdk/split', 'Candidate.')];
  await serve(control);
  await registry.admin.upload({ versions: [candidate] });
  const prompts = client();
  await prompts.ready();
  await registry.admin.startRollout({
    prompt: control.id,
    environment: ENVIRONMENT,
    mode: 'canary',
    seed: 'sdk',
    unit: 'userId',
    control: control.digest,
    variants: [{ id: 'candidate', version: candidate.digest, weight: 1 }],
    ramp: [{ coverage: 0.5, for: '1h' }, { coverage: 1 }],
  });
  const users = Array.from({ length: 20 }, (_, index) => `user-${index}`);
  const got = (userId: string) => prompts.get('sdk/split', { unit: { userId } });
  await eventually(() => expect(got('user-0').served.rollout).toMatch(/^rol_/));
  const variants = new Map(users.map((user) => [user, got(user).served.variant]));
  expect([...new Set(variants.values())].sort()).toEqual(['candidate', 'control']);
  for (const user of users) prompts.track(got(user).served, { metric: 'resolved', value: 1 });
  await prompts.flush();
  const { units } = await registry.admin.rolloutUnits({ environment: ENVIRONMENT, prompt: control.id });
  expect(new Map(units.map(({ unit, variant }) => [unit, variant]))).toEqual(variants);
  expect(prompts.problems).toEqual([]);
});

describe('a registry that refuses', () => {
  test('says why', async () => {
    await expect(client({ token: 'pl_wrong' }).ready()).rejects.toThrow(failing('not-signed-in'));
    await expect(client({ environment: 'nowhere' }).ready()).rejects.toThrow(failing('not-found'));
  });

  test('shows a token no prompt that it may not see', async () => {
    const [secret, open] = [promptVersion('secret/plan', 'Secret.'), promptVersion('open/plan', 'Open.')];
    await serve(secret, open);
    const token = await registry.tokenFor('reader', { prompts: 'open/*' });
    const digests = [secret.digest, open.digest, `sha256:${'0'.repeat(64)}`];
    const reply = await registry.request('/v1/projects/default/contents', { method: 'POST', token, body: { digests } });
    expect(await reply.json()).toEqual({ contents: { [open.digest]: canonicalJson(open.content) } });
    const prompts = client({ token });
    await prompts.ready();
    expect(textOf(prompts, 'open/plan')).toContain('Open.');
    expect(() => prompts.get('secret/plan')).toThrow(failing('prompt-unserved'));
  });
});

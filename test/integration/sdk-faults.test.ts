import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Digest, digestOf } from '../../src/base/digest.ts';
import type { Failure } from '../../src/base/failure.ts';
import { canonicalJson, type JsonObject } from '../../src/base/json/canonical-json.ts';
import { bundleText } from '../../src/release/bundle/bundle.ts';
import { Promptlane, type PromptlaneOptions } from '../../src/sdk/node/index.ts';
import {
  deadAddress,
  greeting,
  hangs,
  refuses,
  resets,
  type ScriptedRegistry,
  type ScriptedState,
  scriptedRegistry,
} from '../support/scripted-registry.ts';

const OLD = greeting('Old {{ name }}');
const NEW = greeting('New {{ name }}');
const NEWEST = greeting('Newest {{ name }}');
const [OLD_ID, NEW_ID, NEWEST_ID] = [OLD, NEW, NEWEST].map(digestOf) as [Digest, Digest, Digest];

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

function bundleOf(content: JsonObject, environment = 'production'): object {
  const digest = digestOf(content);
  const contents = new Map([[digest, canonicalJson(content)]]);
  return JSON.parse(bundleText({ environment: environment as never, pins: new Map([['greet' as never, digest]]), contents })) as object;
}

async function registry(first: Partial<ScriptedState> = { pins: { greet: NEW_ID } }): Promise<ScriptedRegistry> {
  const scripted = await scriptedRegistry([OLD, NEW, NEWEST], first);
  undo.push(() => scripted.stop());
  return scripted;
}

/** A client that asks only when it is told; with the codes of what it met. */
function client(options: Partial<PromptlaneOptions>) {
  const problems: string[] = [];
  const onProblem = (problem: Failure) => void problems.push(problem.code);
  const made = new Promptlane({ environment: 'production', refresh: 'off', deadline: 20_000, onProblem, ...options });
  undo.push(() => made.close());
  return Object.assign(made, { problems });
}

function cacheDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'promptlane-sdk-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Gives up soon on a registry that hangs. */
const IMPATIENT = { deadline: 400 };

const said = (prompts: Promptlane) => prompts.get('greet').render({ name: 'Ada' }).messages[0]?.content;
/** Waits as long as a busy machine may need; how fast it is, the bench tells. */
const eventually = <Result>(look: () => Result) => vi.waitFor(look, { timeout: 30_000, interval: 10 });
const failing = (code: string) => expect.objectContaining({ code });

describe('a registry that is dead', () => {
  test('leaves the bundle to be served, and says so', async () => {
    const prompts = client({ url: await deadAddress(), bundle: bundleOf(OLD) });
    await prompts.ready();
    expect(said(prompts)).toBe('Old Ada');
    expect(prompts.get('greet').served).toMatchObject({ digest: OLD_ID, source: 'bundle', reason: 'pinned' });
    expect(prompts.get('greet').served.revision).toBeUndefined();
    expect(prompts.problems).toEqual(['registry-unreachable']);
  });

  test('leaves a start without anything at hand with its failure, and a later one with success', async () => {
    const scripted = await registry();
    scripted.misbehave(resets);
    const prompts = client({ url: scripted.url });
    await expect(prompts.ready()).rejects.toThrow(failing('registry-unreachable'));
    expect(() => prompts.get('greet')).toThrow(failing('client-unready'));
    scripted.misbehave(undefined);
    await prompts.ready();
    expect(said(prompts)).toBe('New Ada');
  });

  test('does not start a new process on what was rolled back, but on what was served last', async () => {
    const scripted = await registry();
    const kept = { url: scripted.url, cacheDir: cacheDir(), bundle: bundleOf(OLD) };
    await client(kept).ready();
    scripted.misbehave(resets);
    const restarted = client(kept);
    await restarted.ready();
    expect(restarted.get('greet').served).toMatchObject({ digest: NEW_ID, source: 'disk', epoch: 1, revision: 1 });
    scripted.misbehave(undefined);
    await restarted.refresh();
    expect(restarted.get('greet').served.source).toBe('network');
  });

  test('is not asked in place of a version or an environment that was asked for', async () => {
    const prompts = client({ url: await deadAddress(), bundle: bundleOf(OLD) });
    await prompts.ready();
    expect(() => prompts.get('greet', { version: NEW_ID })).toThrow(failing('version-unloaded'));
    await expect(prompts.load('greet', { version: NEW_ID })).rejects.toThrow(failing('version-unloaded'));
    expect((await prompts.load('greet', { version: OLD_ID })).served).toMatchObject({ digest: OLD_ID, reason: 'asked' });
    await expect(client({ url: await deadAddress(), bundle: bundleOf(OLD, 'staging') }).ready()).rejects.toThrow(failing('bundle-invalid'));
  });
});

describe('a registry that is slow', () => {
  test('and hangs is waited for once, until the deadline', async () => {
    const scripted = await registry();
    scripted.misbehave(hangs);
    const prompts = client({ url: scripted.url, bundle: bundleOf(OLD), ...IMPATIENT });
    await Promise.all(Array.from({ length: 50 }, () => prompts.load('greet')));
    await prompts.ready();
    expect(said(prompts)).toBe('Old Ada');
    expect(scripted.asked).toEqual(['GET state']);
  });

  test('and hangs in the middle of a content has the bundle serve that prompt, and the content tried again', async () => {
    const scripted = await registry();
    scripted.misbehave((kind) => kind === 'content');
    const prompts = client({ url: scripted.url, bundle: bundleOf(OLD), ...IMPATIENT });
    await prompts.ready();
    expect(prompts.get('greet').served).toMatchObject({ digest: OLD_ID, source: 'bundle' });
    scripted.misbehave(undefined);
    await eventually(async () => prompts.refresh());
    expect(prompts.get('greet').served).toMatchObject({ digest: NEW_ID, source: 'network' });
  });

  test('is asked once for what many want at the same time', async () => {
    const scripted = await registry();
    const prompts = client({ url: scripted.url });
    await Promise.all(Array.from({ length: 50 }, () => prompts.load('greet')));
    expect(scripted.asked).toEqual(['GET state', 'GET content']);
    await Promise.all(Array.from({ length: 50 }, () => prompts.refresh()));
    // One was under way when the others came; they share the next.
    expect(scripted.asked.slice(2)).toEqual(['GET state', 'GET state']);
  });

  test('and flaps keeps its last word in memory meanwhile', async () => {
    const scripted = await registry();
    const prompts = client({ url: scripted.url, bundle: bundleOf(OLD), ...IMPATIENT });
    await eventually(async () => prompts.refresh());
    for (const [how, next, digest] of [
      [resets, NEW_ID, NEWEST_ID],
      [refuses(503), NEWEST_ID, OLD_ID],
      [hangs, OLD_ID, NEW_ID],
    ] as const) {
      scripted.misbehave(how);
      await expect(prompts.refresh()).rejects.toThrow();
      expect(prompts.get('greet').served).toMatchObject({ digest: next, source: 'memory' });
      scripted.misbehave(undefined);
      scripted.serve({ pins: { greet: digest } });
      await eventually(async () => prompts.refresh());
      expect(prompts.get('greet').served).toMatchObject({ digest, source: 'network' });
    }
  });
});

describe('a registry that lies', () => {
  test('about a content is not believed', async () => {
    const scripted = await registry();
    scripted.forge(NEW_ID, canonicalJson(NEWEST));
    const prompts = client({ url: scripted.url, bundle: bundleOf(OLD) });
    await prompts.ready();
    expect(said(prompts)).toBe('Old Ada');
    expect(prompts.problems).toContain('digest-mismatch');
  });

  test('about a content, and there is nothing else: the prompt is an error, not a guess', async () => {
    const scripted = await registry();
    scripted.forge(NEW_ID, canonicalJson(NEWEST));
    const prompts = client({ url: scripted.url });
    await prompts.ready();
    expect(() => prompts.get('greet')).toThrow(failing('source-missing'));
  });

  test.each<[string, Partial<ScriptedState>]>([
    ['an earlier revision', { revision: 4 }],
    ['an earlier epoch', { epoch: 1, revision: 99 }],
    ['another project', { project: 'other' }],
    ['a pin that is no digest', { pins: { greet: 'latest' as Digest } }],
    ['a rollout without versions', { rollouts: { greet: { id: 'r', seed: 's', coverage: 1, unit: [], control: OLD_ID, variants: [] } } }],
  ])('with %s is not believed', async (_what, lie) => {
    const scripted = await registry({ epoch: 2, revision: 5, pins: { greet: NEW_ID } });
    const prompts = client({ url: scripted.url });
    await prompts.ready();
    scripted.serve({ pins: { greet: OLD_ID }, ...lie });
    await expect(prompts.refresh()).rejects.toThrow(failing('registry-broken'));
    expect(prompts.get('greet').served).toMatchObject({ digest: NEW_ID, epoch: 2, revision: 5 });
  });

  test.each<[string, string]>([
    ['cut off', '{"project":"default","environment":"production","epo'],
    ['a list', '[]'],
    ['HTML', '<html>welcome to the hotel</html>'],
    ['nothing', ''],
  ])('with a state that is %s is not believed', async (_what, text) => {
    const scripted = await registry();
    const prompts = client({ url: scripted.url });
    await prompts.ready();
    scripted.misbehave((_kind, _request, response) => Boolean(response.end(text)));
    await expect(prompts.refresh()).rejects.toThrow(failing('registry-broken'));
    expect(said(prompts)).toBe('New Ada');
  });

  test('in what it keeps on disk is not believed either', async () => {
    const scripted = await registry();
    const folder = cacheDir();
    await client({ url: scripted.url, cacheDir: folder }).ready();
    scripted.misbehave(resets);
    for (const name of readdirSync(join(folder, 'contents'))) writeFileSync(join(folder, 'contents', name), canonicalJson(NEWEST));
    const prompts = client({ url: scripted.url, cacheDir: folder, bundle: bundleOf(OLD) });
    await prompts.ready();
    expect(prompts.get('greet').served).toMatchObject({ digest: OLD_ID, source: 'bundle' });
  });

  test('sends the token nowhere else', async () => {
    const elsewhere = await registry();
    const scripted = await registry();
    scripted.misbehave(refuses(302, { location: `${elsewhere.url}/v1/projects/default/environments/production/state` }));
    await expect(client({ url: scripted.url, token: 'secret' }).ready()).rejects.toThrow();
    expect(elsewhere.asked).toEqual([]);
  });
});

test('a restored database, with a later epoch and a lower revision, is believed', async () => {
  const scripted = await registry({ epoch: 1, revision: 50, pins: { greet: NEW_ID } });
  const prompts = client({ url: scripted.url });
  await prompts.ready();
  scripted.serve({ epoch: 2, revision: 3, pins: { greet: OLD_ID } });
  await prompts.refresh();
  expect(prompts.get('greet').served).toMatchObject({ digest: OLD_ID, epoch: 2, revision: 3 });
});

test.each([-3, 3])('a clock that is %s years off changes nothing', async (years) => {
  const scripted = await registry();
  const clock = () => Date.now() + years * 365 * 24 * 3600 * 1000;
  const kept = { url: scripted.url, cacheDir: cacheDir() };
  await client(kept).ready();
  const prompts = client({ ...kept, clock });
  await prompts.ready();
  scripted.misbehave(refuses(503, { 'retry-after': new Date().toUTCString() }));
  await expect(prompts.refresh()).rejects.toThrow(failing('registry-broken'));
  scripted.misbehave(undefined);
  scripted.serve({ pins: { greet: OLD_ID } });
  await prompts.refresh();
  expect(said(prompts)).toBe('Old Ada');
});

test('a disk that takes nothing costs the cache, not the prompts', async () => {
  const scripted = await registry();
  const folder = cacheDir();
  // A file where a folder must be: no process may write below it, root included.
  writeFileSync(join(folder, 'states'), '');
  writeFileSync(join(folder, 'contents'), '');
  const prompts = client({ url: scripted.url, cacheDir: folder });
  await prompts.ready();
  expect(said(prompts)).toBe('New Ada');
  expect(prompts.problems).toContain('file-unwritable');
});

test('a disk that fills up in the middle leaves no half file', async () => {
  const scripted = await registry();
  const folder = cacheDir();
  mkdirSync(join(folder, 'contents', NEW_ID.slice(7)), { recursive: true });
  const prompts = client({ url: scripted.url, cacheDir: folder });
  await prompts.ready();
  expect(readdirSync(join(folder, 'contents'))).toEqual([NEW_ID.slice(7)]);
  expect(said(prompts)).toBe('New Ada');
});

test('a thousand prompts are served from one bundle', async () => {
  const contents = Array.from({ length: 1000 }, (_, index) => greeting(`Prompt ${index} for {{ name }}`));
  const pins = new Map(contents.map((content, index) => [`many/p${index}` as never, digestOf(content)]));
  const texts = new Map(contents.map((content) => [digestOf(content), canonicalJson(content)]));
  const bundle = JSON.parse(bundleText({ environment: 'production' as never, pins, contents: texts })) as object;
  const prompts = client({ url: await deadAddress(), bundle });
  await prompts.ready();
  for (const index of [0, 500, 999]) {
    expect(prompts.get(`many/p${index}`).render({ name: 'Ada' }).messages[0]?.content).toBe(`Prompt ${index} for Ada`);
  }
});

test('a stream that breaks is made again, and what was missed is read', async () => {
  const scripted = await registry();
  const prompts = client({ url: scripted.url, refresh: 'sse' });
  await prompts.ready();
  await eventually(() => expect(scripted.openStreams).toBe(1));
  scripted.serve({ pins: { greet: NEWEST_ID } });
  await eventually(() => expect(said(prompts)).toBe('Newest Ada'));
  scripted.misbehave((kind, _request, response) => kind === 'events' && Boolean(response.writeHead(503).end()));
  scripted.serve({ pins: { greet: OLD_ID }, killed: ['other'] });
  await eventually(() => expect(said(prompts)).toBe('Old Ada'));
});

test('a registry without streams is asked by the clock', async () => {
  const scripted = await registry();
  const prompts = client({ url: scripted.url, refresh: { every: 20 } });
  await prompts.ready();
  scripted.serve({ pins: { greet: OLD_ID } });
  await eventually(() => expect(said(prompts)).toBe('Old Ada'));
  expect(scripted.asked).not.toContain('GET events');
});

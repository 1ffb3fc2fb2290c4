import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import { canonicalJson, type Json } from '../../src/base/json/canonical-json.ts';
import { listPrompts } from '../../src/protocol/prompts.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { id, partialVersion, promptVersion, sourceOf } from '../support/sample-versions.ts';

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

describe('uploading versions', () => {
  test('numbers the versions of each prompt from 1, and tells what it was missing', async () => {
    const [first, second, other] = [promptVersion('up/a', 'one'), promptVersion('up/a', 'two'), promptVersion('up/b', 'one')];
    const names = [first, second, other].map(({ id: prompt, digest }) => ({ id: prompt, digest }));
    expect(await registry.admin.missing(names)).toEqual(names);
    const stored = await registry.admin.upload({ versions: [first, second, other], commit: 'a'.repeat(40), branch: 'main' });
    expect(stored.map(({ id: prompt, number, created }) => [prompt, number, created])).toEqual([
      ['up/a', 1, true],
      ['up/a', 2, true],
      ['up/b', 1, true],
    ]);
    expect(await registry.admin.missing(names)).toEqual([]);
    expect((await registry.admin.versions(id('up/a'))).map(({ number, digest, branch }) => [number, digest, branch])).toEqual([
      [2, second.digest, 'main'],
      [1, first.digest, 'main'],
    ]);
  });

  test('stores the same batch twice as once, and audits it once', async () => {
    const batch = { versions: [promptVersion('twice', 'hello')] };
    const before = (await registry.admin.audit()).length;
    await registry.admin.upload(batch);
    const again = await registry.admin.upload(batch);
    expect(again).toMatchObject([{ number: 1, created: false }]);
    expect((await registry.admin.audit()).length).toBe(before + 1);
  });

  test('refuses a content that is not what its digest says, and stores nothing of the batch', async () => {
    const good = promptVersion('mixed/good', 'fine');
    const bad = { ...promptVersion('mixed/bad', 'was changed on the way'), digest: digestOf('something else') };
    await expect(registry.admin.upload({ versions: [good, bad] })).rejects.toMatchObject({
      code: 'digest-mismatch',
      message: expect.stringContaining('mixed/bad'),
    });
    await expect(registry.admin.versions(id('mixed/good'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('refuses a content that is not in normal form, by name', async () => {
    const content: Json = { v: 1, kind: 'prompt', template: 'liquid', messages: [], surprise: true };
    const version = { kind: 'prompt' as const, id: id('odd'), digest: digestOf(content), content };
    await expect(registry.admin.upload({ versions: [version] })).rejects.toMatchObject({
      code: 'content-invalid',
      message: expect.stringContaining('odd'),
    });
  });

  test('refuses kinds whose normal form it does not know yet', async () => {
    const version = { kind: 'suite' as const, id: id('triage'), digest: digestOf({}), content: {} };
    await expect(registry.admin.upload({ versions: [version] })).rejects.toMatchObject({
      code: 'content-invalid',
      message: expect.stringMatching(/"suite"/),
    });
  });

  test('refuses a prompt whose partial is nowhere, takes it with the partial in the batch or in the store', async () => {
    const tone = partialVersion('shared/tone', 'Be kind.');
    const greet = promptVersion('greet', '{% render "shared/tone" %}', { partials: [tone] });
    await expect(registry.admin.upload({ versions: [greet] })).rejects.toMatchObject({
      code: 'content-invalid',
      message: expect.stringMatching(/shared\/tone/),
    });
    await registry.admin.upload({ versions: [greet, tone] });
    await registry.admin.upload({ versions: [promptVersion('greet2', 'x', { partials: [tone] })] });
  });

  test('refuses what canonical JSON cannot say, and nesting without end', async () => {
    const surrogate = await registry.request('/v1/projects/default/versions', {
      method: 'POST',
      body: `{"versions":[{"kind":"prompt","id":"s","digest":"${digestOf('x')}","content":{"text":"\\ud800"}}]}`,
    });
    expect([surrogate.status, (await problemOf(surrogate)).code]).toEqual([400, 'content-invalid']);
    const nested = await registry.request('/v1/projects/default/versions', {
      method: 'POST',
      body: `{"versions":[{"kind":"prompt","id":"n","digest":"${digestOf('x')}","content":${'['.repeat(20_000)}${']'.repeat(20_000)}}]}`,
    });
    expect([nested.status, (await problemOf(nested)).code]).toEqual([400, 'content-invalid']);
  });

  test('takes 1,000 new versions in one request, and tells in one that they are known', async () => {
    const versions = Array.from({ length: 1000 }, (_, index) => promptVersion(`bulk/p${index}`, `text ${index}`));
    await registry.admin.upload({ versions });
    expect(await registry.admin.missing(versions.map(({ id: prompt, digest }) => ({ id: prompt, digest })))).toEqual([]);
    expect((await registry.admin.prompts({ search: 'bulk/' })).length).toBe(1000);
  });

  test('splits an upload that is larger than one request', async () => {
    const tone = partialVersion('big/tone', 'Be brief.');
    const large = Array.from({ length: 12 }, (_, index) =>
      promptVersion(`big/p${index}`, `${index}${'x'.repeat(1_000_000)}`, { partials: [tone] }),
    );
    const stored = await registry.admin.upload({ versions: [...large, tone] });
    expect(stored.length).toBe(13);
    expect(stored.every(({ created }) => created)).toBe(true);
  });
});

describe('contents and sources', () => {
  test('answers the canonical bytes with the digest as ETag, and 304 to who has them', async () => {
    const version = promptVersion('content/a', 'häl\u2028lo');
    await registry.admin.upload({ versions: [version] });
    const path = `/v1/projects/default/contents/${version.digest}`;
    const first = await registry.request(path);
    expect(first.status).toBe(200);
    expect(await first.text()).toBe(canonicalJson(version.content));
    expect(first.headers.get('etag')).toBe(`"${version.digest}"`);
    expect(first.headers.get('cache-control')).toContain('immutable');
    const second = await registry.request(path, { headers: { 'if-none-match': `"${version.digest}"` } });
    expect([second.status, await second.text()]).toEqual([304, '']);
    expect(await registry.admin.content(version.digest)).toEqual(version.content);
    await expect(registry.admin.content(digestOf('nothing'))).rejects.toMatchObject({ code: 'not-found' });
  });

  test('keeps the file that a version came from, and refuses one that is not what its blob id says', async () => {
    const source = sourceOf('model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    content: grüezi\n');
    const version = { ...promptVersion('content/b', 'grüezi'), source };
    await expect(
      registry.admin.upload({ versions: [{ ...version, source: { ...source, text: `${source.text} ` } }] }),
    ).rejects.toMatchObject({ code: 'digest-mismatch' });
    await expect(registry.admin.upload({ versions: [{ ...promptVersion('content/b', 'other words'), source }] })).rejects.toMatchObject({
      code: 'digest-mismatch',
      message: expect.stringContaining('does not say the content'),
    });
    await registry.admin.upload({ versions: [version] });
    expect(await registry.admin.source(version.digest)).toEqual(source);
    const without = promptVersion('content/c', 'no file');
    await registry.admin.upload({ versions: [without] });
    expect(await registry.admin.source(without.digest)).toBeUndefined();
  });
});

describe('finding prompts and versions', () => {
  test('finds a version by number or by the first digits of its digest', async () => {
    const versions = [promptVersion('find/me', 'one'), promptVersion('find/me', 'two')];
    await registry.admin.upload({ versions });
    const [first, second] = versions;
    expect(await registry.admin.resolve(id('find/me'), { number: 2 })).toMatchObject([{ digest: second?.digest }]);
    expect(await registry.admin.resolve(id('find/me'), { number: 9 })).toEqual([]);
    expect(await registry.admin.resolve(id('find/me'), { prefix: first!.digest.slice(0, 20) })).toMatchObject([{ number: 1 }]);
    expect(await registry.admin.resolve(id('find/me'), { prefix: first!.digest.slice('sha256:'.length) })).toMatchObject([{ number: 1 }]);
    expect((await registry.admin.resolve(id('find/me'), { prefix: `sha256:${'0'.repeat(64)}` })).length).toBe(0);
    await expect(registry.admin.resolve(id('find/nobody'), { number: 1 })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('attack 30: searches by words, kind, tag and owner; wildcards are letters like others', async () => {
    const about = { name: 'Ticket triage', description: '100% sure', tags: ['support', 'x","y'], owners: ['mia'] };
    const tagged = { ...promptVersion('search/triage', 'a'), about };
    await registry.admin.upload({ versions: [tagged, promptVersion('search/other', 'b'), partialVersion('search/part', 'c')] });
    const ids = async (filter: Parameters<typeof registry.admin.prompts>[0]) =>
      (await registry.admin.prompts(filter)).map((prompt) => prompt.id);
    expect(await ids({ search: 'TICKET' })).toEqual(['search/triage']);
    expect(await ids({ search: '100%' })).toEqual(['search/triage']);
    expect(await ids({ search: 's%h' })).toEqual([]);
    expect(await ids({ search: 'search_triage' })).toEqual([]);
    expect(await ids({ tag: 'support' })).toEqual(['search/triage']);
    expect(await ids({ tag: 'y' })).toEqual([]);
    expect(await ids({ owner: 'mia' })).toEqual(['search/triage']);
    expect(await ids({ search: 'search/', kind: 'partial' })).toEqual(['search/part']);
    expect(await registry.admin.prompts({ tag: 'support' })).toMatchObject([
      { ...about, latest: { number: 1, digest: tagged.digest }, pins: {} },
    ]);
  });

  test('pages through a list without losing or repeating one', async () => {
    await registry.admin.upload({ versions: Array.from({ length: 7 }, (_, index) => promptVersion(`page/p${index}`, 'x')) });
    const seen: string[] = [];
    let cursor = '';
    do {
      const reply = await registry.request(`/v1/projects/default/prompts?search=page%2F&limit=3${cursor}`);
      const { prompts, next } = listPrompts.reply.parse(await reply.json());
      seen.push(...prompts.map((prompt) => prompt.id));
      cursor = next === undefined ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toEqual(Array.from({ length: 7 }, (_, index) => `page/p${index}`));
  });

  test.each(['%00', Buffer.from("'; drop table prompts").toString('base64url'), '!!!'])(
    'attack 29: refuses the forged cursor %s',
    async (cursor) => {
      const reply = await registry.request(`/v1/projects/default/prompts?cursor=${cursor}`);
      expect([reply.status, (await problemOf(reply)).code]).toEqual([400, 'request-invalid']);
    },
  );
});

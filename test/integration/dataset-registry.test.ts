import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storedDatasets } from '../../src/workflows/evaluation/datasets/stored-datasets.ts';
import { loadDataset } from '../../src/workflows/evaluation/load-dataset.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';

const ROWS = Array.from({ length: 2000 }, (_, at) => ({
  id: `t${at}`,
  inputs: { question: `Where is order ${at}? ${'x'.repeat(200)}` },
  tags: ['typical'],
}));
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry();
});
afterAll(() => registry.stop());

function project(rows: readonly object[] = ROWS) {
  const workspace = temporaryWorkspace({ 'evals/questions.jsonl': lines(rows) });
  const env = { PROMPTLANE_REGISTRY_URL: registry.url, PROMPTLANE_TOKEN: registry.token };
  return { ...workspace, at: { cwd: workspace.path, env }, offline: { cwd: workspace.path } };
}

async function pushed(at: { cwd: string; env: Record<string, string> }, name: string) {
  return JSON.parse(await succeed(['dataset', 'push', 'evals/questions.jsonl', '--name', name, '--json'], { ...at })) as {
    digest: string;
    reference: string;
    uploaded: number;
    parts: number;
    created: boolean;
  };
}

describe('a dataset of the registry', () => {
  test('is sent in parts once, and a longer one sends what is new', async () => {
    const workspace = project();
    const first = await pushed(workspace.at, 'support/questions');
    expect(first.parts).toBeGreaterThan(1);
    expect(first).toMatchObject({ uploaded: first.parts, created: true });
    expect(await pushed(workspace.at, 'support/questions')).toMatchObject({ digest: first.digest, uploaded: 0, created: false });
    workspace.write({ 'evals/questions.jsonl': lines([...ROWS, { question: 'One more?' }]) });
    expect(await pushed(workspace.at, 'support/questions')).toMatchObject({ uploaded: 1, created: true });
  });

  test('has a digest of all that its rows hold, tags too, whatever the format of the file', async () => {
    const workspace = project([{ id: 'a', question: 'x', tags: ['edge'] }]);
    const { digest } = await pushed(workspace.at, 'small');
    workspace.write({ 'evals/same.csv': 'id,question,tags\na,x,edge\n', 'evals/other.csv': 'id,question,tags\na,x,typical\n' });
    const push = async (file: string) =>
      JSON.parse(await succeed(['dataset', 'push', file, '--name', 'small', '--json'], workspace.at)).digest;
    expect(await push('evals/same.csv')).toBe(digest);
    expect(await push('evals/other.csv')).not.toBe(digest);
  });

  test('is asked by a suite, offline once it is here, and never when its copy was touched', async () => {
    const workspace = project();
    const { reference } = await pushed(workspace.at, 'asked');
    const hex = reference.slice(-64);
    expect(await runHere(['dataset', 'pull', reference], workspace.offline)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/is not on this machine, and no registry can be asked.*\[registry-not-configured\]/),
    });
    expect(await succeed(['dataset', 'pull', reference], workspace.at)).toContain('2,000 rows');
    expect(await succeed(['dataset', 'pull', reference], workspace.offline)).toContain('2,000 rows');
    const place = { root: workspace.path, stored: storedDatasets({ root: workspace.path, registry: async () => undefined }) };
    const suite = { dataset: [reference], selection: { sample: 20 }, seed: 0 };
    const { cases } = await loadDataset(suite, { path: 'evals/asked.eval.yaml' }, place);
    const asked = [];
    for await (const { tags } of cases) asked.push(tags);
    expect(asked).toEqual(Array.from({ length: 20 }, () => ['typical']));
    const copy = `.promptlane/cache/datasets/${hex}.jsonl`;
    workspace.write({ [copy]: workspace.text(copy)?.replace('order 7?', 'order 8?') ?? '' });
    expect(await runHere(['dataset', 'pull', reference], workspace.offline)).toMatchObject({ exitCode: 2 });
    expect(readdirSync(join(workspace.path, '.promptlane/cache/datasets'))).toEqual([]);
  });

  test('is written to a file that is not there, and refused by a name or digest that is none', async () => {
    const workspace = project();
    const { reference } = await pushed(workspace.at, 'written');
    await succeed(['dataset', 'pull', reference, '--out', 'evals/pulled.jsonl'], workspace.at);
    expect(await succeed(['dataset', 'diff', 'evals/questions.jsonl', 'evals/pulled.jsonl'], workspace.at)).toContain(
      '0 added, 0 removed, 0 with another expectation, 2000 the same',
    );
    expect(await runHere(['dataset', 'pull', reference, '--out', 'evals/pulled.jsonl'], workspace.at)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('file-unwritable'),
    });
    expect(await runHere(['dataset', 'pull', `written@sha256:${'0'.repeat(64)}`], workspace.at)).toMatchObject({
      stderr: expect.stringContaining('[not-found]'),
    });
    expect(await runHere(['dataset', 'pull', 'written@latest'], workspace.at)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('names no dataset'),
    });
  });

  test('holds conversations with their attachments, and pulls the same cases anywhere', async () => {
    const workspace = project([
      { turns: ['Where is Rome?', { assistant: 'In Italy.' }, 'And Oslo?'], toolResults: { find: { at: 60 } }, maxSteps: 2 },
      { inputs: { q: 'What is this?' }, attachments: [{ file: 'order.txt' }, { url: 'https://example.com/b.png' }] },
    ]);
    workspace.write({ 'evals/order.txt': 'Order 7: two lamps.' });
    const { reference } = await pushed(workspace.at, 'said');
    const elsewhere = temporaryWorkspace();
    const at = { ...workspace.at, cwd: elsewhere.path };
    await succeed(['dataset', 'pull', reference, '--out', 'far/pulled.jsonl'], at);
    const digestOf = async (file: string, where: { cwd: string }) =>
      JSON.parse(await succeed(['dataset', 'ls', file, '--json'], where)).datasets[0].digest;
    expect(await digestOf('far/pulled.jsonl', at)).toBe(await digestOf('evals/questions.jsonl', workspace.at));
  });

  test('takes no row with a key in it', async () => {
    const key = ['sk-ant-api03-', 'Zx9Qk2Lm4Rt7Vb1Nw8Pc5Hd3Jf6Gs0Ya', 'Ue2Ti9Xo4Kq7Bz1Mv8'].join('');
    const workspace = project([{ question: `My key ${key}` }]);
    const refused = await runHere(['dataset', 'push', 'evals/questions.jsonl', '--name', 'secret'], workspace.at);
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('[suite-invalid]') });
    expect(refused.stderr).not.toContain('Zx9Qk2');
  });

  test('is seen by nobody outside its project, and written by no viewer', async () => {
    const workspace = project();
    const { digest } = await pushed(workspace.at, 'private/one');
    const path = `/v1/projects/default/datasets/${encodeURIComponent('private/one')}/versions/${digest}`;
    const viewer = await registry.tokenFor('dataset-viewer', { role: 'viewer', prompts: 'public/*' });
    expect((await registry.request(path, { token: viewer })).status).toBe(404);
    expect((await registry.request(`${path}/parts/0`, { token: viewer })).status).toBe(404);
    expect(
      (await registry.request(path, { token: viewer, method: 'PUT', body: { parts: [{ digest, rows: 1 }] } })).status,
    ).toBeGreaterThanOrEqual(403);
  });

  test('refuses rows that are not what their digest says, and a version whose parts are not there', async () => {
    const part = `/v1/projects/default/datasets/forged/parts/sha256:${'0'.repeat(64)}`;
    expect((await registry.request(part, { method: 'PUT', body: { text: '{"inputs":{"q":1}}\n' } })).status).toBe(409);
    const { partDigest, storedDatasetDigest } = await import('../../src/evals/dataset/stored/stored-dataset.ts');
    const text = 'no rows\n';
    const nonsense = `/v1/projects/default/datasets/forged/parts/${partDigest(text)}`;
    expect((await registry.request(nonsense, { method: 'PUT', body: { text } })).status).toBe(400);
    const parts = [{ digest: partDigest('absent'), rows: 1 }];
    const version = `/v1/projects/default/datasets/forged/versions/${storedDatasetDigest({ parts })}`;
    expect(await (await registry.request(version, { method: 'PUT', body: { parts } })).json()).toMatchObject({
      stored: false,
      missing: [partDigest('absent')],
    });
  });
});

describe('dataset add', () => {
  test.each([
    ['evals/a.jsonl', '{"q":"a"}', '{"q":"a"}\n{"inputs":{"q":"b"},"expected":"x"}\n'],
    ['evals/a.csv', 'q,expected\r\na,y\r\n', 'q,expected\r\na,y\r\nb,x\r\n'],
    ['evals/a.yaml', '# cases\n- q: a # first\n', '# cases\n- q: a # first\n- {"inputs":{"q":"b"},"expected":"x"}\n'],
    ['evals/a.json', '[\n  {"q": "a"}\n]\n', '[\n  {"q": "a"},\n  {"inputs":{"q":"b"},"expected":"x"}\n]\n'],
    ['evals/one-line.json', '[{"q": "a"}]', '[{"q": "a"}, {"inputs":{"q":"b"},"expected":"x"}]'],
    ['evals/empty.json', '[]', '[\n  {"inputs":{"q":"b"},"expected":"x"}\n]'],
    ['evals/new.csv', undefined, 'q,expected\nb,x\n'],
  ])('appends to %s and leaves its other bytes', async (file, before, after) => {
    const workspace = temporaryWorkspace(before === undefined ? {} : { [file]: before });
    const args = ['dataset', 'add', file, '--input', 'q=b', '--expected', 'x'];
    await succeed(args, { cwd: workspace.path });
    expect(workspace.text(file)).toBe(after);
    expect(await runHere(args, { cwd: workspace.path })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('This row has the inputs'),
    });
    expect(workspace.text(file)).toBe(after);
    expect(workspace.leftovers()).toEqual([]);
  });

  test('reads a row from stdin, warns of data of people, and writes no key', async () => {
    const { path: cwd } = temporaryWorkspace();
    const input = '{"ticket": "Write to jane.doe@acme.io", "tags": "edge"}';
    expect(JSON.parse(await succeed(['dataset', 'add', 'evals/x.jsonl', '-', '--json'], { cwd, input }))).toMatchObject({
      schema: 'promptlane/dataset-add/v1',
      case: { inputs: { ticket: 'Write to jane.doe@acme.io' }, tags: ['edge'], line: 1 },
      warnings: [{ rule: 'case-personal-data' }],
    });
    const key = ['sk-ant-api03-', 'Zx9Qk2Lm4Rt7Vb1Nw8Pc5Hd3Jf6Gs0Ya', 'Ue2Ti9Xo4Kq7Bz1Mv8'].join('');
    expect(await runHere(['dataset', 'add', 'evals/x.jsonl', '--input', `ticket=${key}`], { cwd })).toMatchObject({ exitCode: 3 });
    expect(await runHere(['dataset', 'add', 'evals/x.jsonl'], { cwd })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--input'),
    });
  });

  test('takes a conversation from stdin as it is, but not into a CSV', async () => {
    const { path: cwd, text } = temporaryWorkspace({ 'evals/a.csv': 'q\na\n' });
    const input = '{"turns":["Where is Rome?"],"toolResults":{"find":1}}';
    await succeed(['dataset', 'add', 'evals/x.jsonl', '-'], { cwd, input });
    expect(text('evals/x.jsonl')).toBe('{"inputs":{},"turns":["Where is Rome?"],"toolResults":{"find":1}}\n');
    expect(await runHere(['dataset', 'add', 'evals/a.csv', '-'], { cwd, input })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('A CSV holds texts, and `turns` is none'),
    });
  });

  test('refuses a CSV without the column, and a list that is laid out in another way', async () => {
    const { path: cwd } = temporaryWorkspace({ 'evals/a.csv': 'q\na\n', 'evals/a.yaml': '[{ q: a }]\n' });
    for (const file of ['evals/a.csv', 'evals/a.yaml']) {
      expect(await runHere(['dataset', 'add', file, '--input', 'other=b'], { cwd })).toMatchObject({ exitCode: 3 });
    }
  });
});

describe('a gzipped dataset', () => {
  test('is read as it is, and one that is cut is refused', async () => {
    const workspace = temporaryWorkspace();
    const { writeFileSync, mkdirSync } = await import('node:fs');
    mkdirSync(join(workspace.path, 'datasets'));
    const bytes = gzipSync(lines(ROWS));
    writeFileSync(join(workspace.path, 'datasets/big.jsonl.gz'), bytes);
    const at = { cwd: workspace.path };
    expect(JSON.parse(await succeed(['dataset', 'ls', 'datasets/big.jsonl.gz', '--json'], at))).toMatchObject({
      datasets: [{ cases: 2000 }],
    });
    writeFileSync(join(workspace.path, 'datasets/big.jsonl.gz'), bytes.subarray(0, 500));
    expect(await runHere(['dataset', 'ls', 'datasets/big.jsonl.gz'], at)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('cannot be unzipped'),
    });
  });
});

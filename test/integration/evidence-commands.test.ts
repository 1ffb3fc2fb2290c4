import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const PROMPT = `model: openai/gpt-4o-mini
messages:
  - role: user
    content: Greet {{ name }}
inputs:
  name: { type: string }
`;
const SUITE = `suite: greet
prompts: greet
dataset: greet.jsonl
target: { exec: [node, evals/answer.mjs] }
baseline: none
scorers: [{ id: polite, uses: contains, value: hello }]
gate: { polite: { mean: ">= 0.9" } }
`;
const ANSWER = `process.stdin.resume().on('end', () => process.stdout.write(JSON.stringify({ text: 'hello you' })));\n`;

let registry: RunningRegistry;
let workspace: TemporaryWorkspace;

beforeAll(async () => {
  registry = await runningRegistry();
  workspace = temporaryWorkspace({
    'promptlane.config.yaml': `registry: { url: ${registry.url} }\n`,
    'prompts/greet.prompt.yaml': PROMPT,
    'evals/greet.eval.yaml': SUITE,
    'evals/greet.jsonl': '{"inputs":{"name":"Mia"}}\n{"inputs":{"name":"Leo"}}\n',
    'evals/answer.mjs': ANSWER,
  });
});

afterAll(() => registry.stop());

async function run(...args: string[]) {
  const { exitCode, stdout, stderr } = await runHere(args, { cwd: workspace.path, env: { PROMPTLANE_TOKEN: registry.token } });
  return { exitCode, stdout, stderr };
}

const file = (name: string) => join(workspace.path, name);

describe('evidence', () => {
  test('comes of an upload, counts once its suite is accepted, and is verified without the registry', async () => {
    const uploaded = await run('eval', '--upload');
    expect(uploaded.exitCode, uploaded.stderr).toBe(0);
    expect(uploaded.stderr).toMatch(/Evidence [0-9a-f]{12} of greet on greet: passed\. It does not count: .*not accepted/);
    const accepted = await run('evidence', 'accept', 'greet', '--reason', 'first cases');
    expect(accepted.stdout).toContain('✓ greet');
    const { evidence } = JSON.parse((await run('evidence', 'ls', '--json')).stdout);
    expect(evidence).toMatchObject([{ counts: true, verdict: 'passed', suite: 'greet' }]);
    const [{ id }] = evidence as [{ id: string }];
    await writeFile(file('e.json'), (await run('evidence', 'show', id.slice(7, 19), '--envelope')).stdout);
    await writeFile(file('keys.json'), await (await registry.request('/v1/keys', { token: null })).text());
    const verified = await runHere(['evidence', 'verify', 'e.json', '--keys', 'keys.json'], { cwd: workspace.path });
    expect(verified).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('✓ PASSED greet: signed by the key') });
    const envelope = JSON.parse(await readFile(file('e.json'), 'utf8'));
    const forged = Buffer.from(
      Buffer.from(envelope.payload, 'base64').toString().replace('"mia"', '"eve"').replace('PASSED', 'FAILED'),
    ).toString('base64');
    await writeFile(file('forged.json'), JSON.stringify({ ...envelope, payload: forged }));
    expect(await run('evidence', 'verify', 'forged.json', '--keys', 'keys.json')).toMatchObject({ exitCode: 4 });
    expect(await run('evidence', 'verify', 'keys.json')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('[evidence-invalid]'),
    });
  });

  test('is not made of a part of a run', async () => {
    expect(await run('eval', '--upload', '--accept', 'dataset')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--accept'),
    });
  });
});

describe('the audit trail', () => {
  test('is verified, kept, exported and verified again without the registry', async () => {
    expect(await run('audit', 'verify')).toMatchObject({ exitCode: 0, stderr: 'Wrote promptlane.checkpoint: commit it.' });
    expect((await run('audit', 'export', '-o', 'trail.ndjson')).exitCode).toBe(0);
    expect(await run('audit', 'verify', '--file', 'trail.ndjson')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('as Git keeps it'),
    });
    const lines = (await readFile(file('trail.ndjson'), 'utf8')).split('\n');
    await writeFile(file('cut.ndjson'), `${lines.slice(0, -2).join('\n')}\n`);
    expect(await run('audit', 'verify', '--file', 'cut.ndjson')).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('truncated'),
    });
    await writeFile(file('other.ndjson'), '{}\n');
    expect(await run('audit', 'verify', '--file', 'other.ndjson')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('[audit-export-invalid]'),
    });
  });

  test('says who did what, by filters', async () => {
    const { entries } = JSON.parse((await run('audit', 'log', '--action', 'acceptSuite', '--since', '1h', '--json')).stdout);
    expect(entries).toMatchObject([{ target: 'suite greet', after: { reason: 'first cases' } }]);
    expect((await run('audit', 'log', '--since', 'soon')).exitCode).toBe(2);
  });

  test('is not believed when it ends before what Git keeps', async () => {
    const kept = await readFile(file('promptlane.checkpoint'), 'utf8');
    await writeFile(file('promptlane.checkpoint'), kept.replace(/"seq": \d+/, '"seq": 9999'));
    expect((await run('verify', '--online')).stderr).toContain('promptlane.checkpoint keeps entry 9999');
    await writeFile(file('promptlane.checkpoint'), '<<<<<<< ours\n');
    expect(await run('audit', 'verify')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('[checkpoint-invalid]') });
    await rm(file('promptlane.checkpoint'));
    expect((await run('audit', 'verify', '--no-keep')).exitCode).toBe(0);
  });
});

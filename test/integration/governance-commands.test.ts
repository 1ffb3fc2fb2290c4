import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/server/storage/open-database.ts';
import { runHere } from '../support/command-line.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const PROMPT = (text: string) => `model: openai/gpt-4o-mini
messages:
  - role: user
    content: ${text}
inputs:
  name: { type: string }
`;
const SUITE = (mean: string) => `suite: greet
prompts: greet
dataset: greet.jsonl
target: { exec: [node, evals/answer.mjs] }
baseline: none
scorers: [{ id: polite, uses: contains, value: hello }]
gate: { polite: { mean: ">= ${mean}" } }
`;
const ANSWER = (text: string) => `process.stdin.resume().on('end', () => process.stdout.write(JSON.stringify({ text: '${text}' })));\n`;
const CONFIG = (url: string, production: string) => `registry: { url: ${url} }
environments:
  development: {}
  production: ${production}
`;
const STRICT = '{ require: { evidence: [{ suite: greet }], approvals: { count: 1, notBy: [promoter] } } }';

let registry: RunningRegistry;
let workspace: TemporaryWorkspace;
const tokens = new Map<string, string>();

beforeAll(async () => {
  registry = await runningRegistry();
  workspace = temporaryWorkspace({
    'promptlane.config.yaml': CONFIG(registry.url, STRICT),
    'prompts/greet.prompt.yaml': PROMPT('Greet {{ name }}'),
    'evals/greet.eval.yaml': SUITE('0.9'),
    'evals/greet.jsonl': '{"inputs":{"name":"Mia"}}\n{"inputs":{"name":"Leo"}}\n',
    'evals/answer.mjs': ANSWER('hello you'),
    '.gitignore': '.promptlane/\n',
  });
  tokens.set('admin', registry.token);
  tokens.set('ci', await registry.tokenFor('ci', { role: 'editor' }));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['rita', 'reviewer'],
  ] as const) {
    tokens.set(name, await registry.tokenFor(name, { role }));
    const { db } = await openDatabase(registry.place);
    await db.updateTable('principals').set({ kind: 'user' }).where('name', '=', name).execute();
    await db.destroy();
  }
  await as('admin', 'policy', 'push', '--reason', 'strict from the start', '--yes');
  await as('admin', 'lock');
  commit('one');
  await as('admin', 'push');
  await as('admin', 'evidence', 'accept', 'greet');
});

afterAll(() => registry.stop());

const file = (name: string) => join(workspace.path, name);
const write = (name: string, text: string) => writeFile(file(name), text);

async function as(who: string, ...args: string[]) {
  return await runHere(args, { cwd: workspace.path, env: { PROMPTLANE_TOKEN: tokens.get(who) ?? '' } });
}

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=Eve', '-c', 'user.email=eve@example.com', ...args], { cwd: workspace.path, stdio: 'ignore' });
}

function commit(message: string): void {
  git('add', '-A');
  git('commit', '-m', message);
}

const digestOfGreet = async () => (JSON.parse((await as('admin', 'show', 'greet', '--json')).stdout) as { digest: string }).digest;
const promotion = async (who: string) => {
  const { exitCode, stdout } = await as(who, 'promote', 'greet', '--to', 'production', '--json');
  const { plan } = JSON.parse(stdout) as { plan: { refusals: { code: string }[] } };
  return { exitCode, codes: [...new Set(plan.refusals.map(({ code }) => code))] };
};
const DENIED = { exitCode: 8, codes: ['evidence-missing', 'approval-missing'] };

describe('a branch that weakens its own gate', () => {
  test('gains nothing by its policy, its list of environments or its suite', async () => {
    git('checkout', '-b', 'weaker');
    expect(await promotion('admin')).toEqual(DENIED);
    await write('promptlane.config.yaml', CONFIG(registry.url, '{}'));
    expect(await promotion('admin')).toEqual(DENIED);
    const planned = await as('admin', 'plan');
    expect(planned.stdout).toContain("the policy of production differs; the registry's holds");
    expect(await as('ci', 'policy', 'push', '--reason', 'mine', '--yes')).toMatchObject({ exitCode: 8 });

    // It runs another answer, which fails the accepted suite, under a suite that asks for it.
    await write('evals/answer.mjs', ANSWER('go away'));
    await write('evals/greet.eval.yaml', SUITE('0.9').replace('hello', 'go'));
    const uploaded = await as('ci', 'eval', '--upload');
    expect(uploaded.stderr).toMatch(/passed\. It does not count: .*not accepted/);
    expect((await as('ci', 'evidence', 'accept', 'greet')).exitCode).toBe(8);
    await as('ci', 'ci', '--against', 'HEAD');
    expect(await promotion('admin')).toEqual(DENIED);

    // Fewer cases, all of them easy.
    await write('evals/greet.eval.yaml', SUITE('0.9'));
    await write('evals/answer.mjs', ANSWER('hello you'));
    await write('evals/greet.jsonl', '{"inputs":{"name":"Mia"}}\n');
    expect((await as('ci', 'eval', '--upload')).stderr).toContain('does not count');
    expect(await promotion('admin')).toEqual(DENIED);

    // No environment with a gate at all.
    await write('promptlane.config.yaml', `registry: { url: ${registry.url} }\nenvironments: { development: {} }\n`);
    expect((await as('admin', 'plan')).stdout).toContain('production is in the registry but not in the config');
    expect((await as('ci', 'policy', 'push', '--reason', 'mine', '--yes')).exitCode).toBe(8);
    expect((await registry.admin.environments()).map(({ name }) => name)).toEqual(['development', 'production']);
    git('checkout', '-f', 'weaker');
  });
});

describe('people at the command line', () => {
  test('ask, talk, approve, take back, and are told what is missing', async () => {
    const version = `greet@${(await digestOfGreet()).slice(7, 19)}`;
    const asked = await as('ann', 'review', 'request', version, '--env', 'production', '-m', 'Look\nhere');
    expect(asked.stdout).toMatch(/^#1 greet new → [0-9a-f]{12} for production {2}open\n {2}asked by ann at .*\n {2}Look\n {2}here\n/);
    expect(asked.stdout).toContain(`\`promptlane show ${version}\` prints all of it`);
    expect(await as('rita', 'review', 'withdraw', '1')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('nothing to take back'),
    });
    expect((await as('rita', 'review', 'comment', '1', '-m', 'Curt', '--line', 'messages/0/content:1')).stdout).toContain(
      'rita commented on messages/0/content:1',
    );
    expect((await as('rita', 'review', 'reject', '1', '-m', 'No')).stdout).toContain('production  rejected');
    expect((await promotion('ann')).codes).toContain('rejected');
    expect((await as('rita', 'review', 'approve', '1')).stdout).toContain('production  approved');
    expect((await promotion('ann')).codes).toEqual(['evidence-missing']);
    const shown = (await as('ann', 'review', 'show', '1')).stdout;
    expect(shown).toContain('production would not take it from you yet:\n  ✗ ');
    expect(shown).toContain('[evidence-missing]');
    expect(shown).not.toContain('[approval-missing]');
    expect((await as('rita', 'review', 'withdraw', '1')).stdout).toContain('rita took that back');
    expect((await as('ci', 'review', 'approve', '1')).exitCode).not.toBe(0);
    expect((await as('rita', 'review', 'list')).stdout).toMatch(/^#1 greet .* open$/m);
    const refused = await as('ann', 'promote', '--all', '--to', 'production');
    expect(refused.stdout).toContain('refused, nothing was written');
    expect(refused.stdout).toContain(`promptlane review request ${version} --env production`);
  });

  test('lists environments with what they ask for', async () => {
    expect((await as('rita', 'env', 'ls')).stdout).toMatch(
      /^development {2}revision \d+\nproduction {3}revision \d+ {2}asks for evidence, approvals$/,
    );
  });

  test('breaks glass loudly, and never over a revocation', async () => {
    const lock = await readFile(file('promptlane.lock'), 'utf8');
    expect((await as('rita', 'promote', '--all', '--to', 'production', '--break-glass', '--reason', 'urgent')).exitCode).toBe(8);
    expect(await readFile(file('promptlane.lock'), 'utf8')).toBe(lock);
    expect((await as('ann', 'promote', '--all', '--to', 'production', '--break-glass')).exitCode).toBe(2);
    const broken = await as('ann', 'promote', '--all', '--to', 'production', '--break-glass', '--reason', 'urgent');
    expect(broken).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('against policy: evidence-missing, approval-missing') });
    expect((await as('ann', 'history', 'production')).stdout).toContain('break-glass: urgent');

    expect((await as('ann', 'kill', 'greet', '--env', 'production', '--reason', 'rude')).stdout).toBe(
      '✓ greet is killed in production: rude (by ann)',
    );
    expect((await as('ann', 'history', 'production')).stdout).toMatch(/kill {2}rude\n {2}! greet {2}killed {2}\(pinned: [0-9a-f]{12}\)/);
    expect((await as('ann', 'unkill', 'greet', '--env', 'production', '--reason', 'mended')).stdout).toContain('alive in production again');

    await write('prompts/greet.prompt.yaml', PROMPT('Greet {{ name }} well'));
    await as('ann', 'lock');
    await as('ann', 'push');
    await as('ann', 'promote', '--all', '--to', 'production', '--break-glass', '--reason', 'again');
    const version = `greet@${(await digestOfGreet()).slice(7, 19)}`;
    const revoked = await as('ann', 'revoke', version, '--reason', 'leaks', '--rollback');
    expect(revoked).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/is revoked: leaks\n {2}\w+ is back at greet [0-9a-f]{12}/),
    });
    expect(await as('ann', 'apply', 'production', '--break-glass', '--reason', 'urgent')).toMatchObject({
      exitCode: 8,
      stderr: expect.stringContaining('revoked'),
    });
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Promptlane, type PromptlaneOptions } from '../../src/sdk/node/index.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { lockedWorkspace, promptText, type TemporaryWorkspace } from '../support/temporary-workspace.ts';

let workspace: TemporaryWorkspace;
const file = (name: string) => join(workspace.path, name);
const PEM = { format: 'pem', type: 'spki' } as const;
const keys = generateKeyPairSync('ed25519');

const bundle = (...args: string[]) => runHere(['bundle', '--env', 'development', ...args], { cwd: workspace.path });

async function client(options: Partial<PromptlaneOptions>): Promise<Promptlane> {
  const prompts = new Promptlane({ environment: 'development', ...options });
  await prompts.ready();
  return prompts;
}

beforeAll(async () => {
  workspace = await lockedWorkspace();
  writeFileSync(file('bundle.key'), keys.privateKey.export({ format: 'pem', type: 'pkcs8' }));
  await succeed(['bundle', '--env', 'development', '--out', 'b.json', '--sign', 'bundle.key'], { cwd: workspace.path });
});

test('a bundle serves what the lockfile pins, with its partials, and no registry', async () => {
  const prompts = await client({ bundle: file('b.json') });
  expect(prompts.get('greet').render({ question: 'Who?' }).messages).toEqual([
    { role: 'system', content: 'You greet people.\nAnswer in one short sentence.\n' },
    { role: 'user', content: 'Who?' },
  ]);
  expect(prompts.get('greet').toOpenAI({ question: 'Who?' })).toMatchObject({ model: 'gpt-4o-mini' });
});

test('the same pins give the same bytes, also when the tree has moved on', async () => {
  const before = readFileSync(file('b.json'));
  workspace.write({ 'prompts/greet.prompt.yaml': promptText('You insult people.') });
  expect(await bundle('--out', 'again.json')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/Wrote again\.json: 2 prompts of development, /),
  });
  expect(readFileSync(file('again.json')).equals(before)).toBe(true);
});

describe('a signature', () => {
  test('is taken in PEM and in base64', async () => {
    const pem = keys.publicKey.export(PEM).toString();
    await client({ bundle: file('b.json'), bundleKey: pem });
    const raw = keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
    const [document, signature] = ['b.json', 'b.json.sig'].map((name) => JSON.parse(readFileSync(file(name), 'utf8')) as object) as [
      object,
      object,
    ];
    await client({ bundle: document, bundleSignature: signature, bundleKey: raw });
  });

  test.each<[string, () => Partial<PromptlaneOptions>]>([
    ['of another key', () => ({ bundle: file('b.json'), bundleKey: generateKeyPairSync('ed25519').publicKey.export(PEM).toString() })],
    ['of another bundle', () => ({ bundle: file('changed.json'), bundleKey: keys.publicKey.export(PEM).toString() })],
    ['that is missing', () => ({ bundle: file('unsigned.json'), bundleKey: keys.publicKey.export(PEM).toString() })],
  ])('%s is refused', async (_what, options) => {
    const document = JSON.parse(readFileSync(file('b.json'), 'utf8')) as { pins: Record<string, string> };
    delete document.pins.answer;
    for (const name of ['changed.json', 'unsigned.json']) writeFileSync(file(name), JSON.stringify(document));
    writeFileSync(file('changed.json.sig'), readFileSync(file('b.json.sig')));
    await expect(client(options())).rejects.toThrow(expect.objectContaining({ code: 'bundle-invalid' }));
  });

  test('needs a private Ed25519 key, and says nothing of another file', async () => {
    writeFileSync(
      file('other.key'),
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
    );
    for (const name of ['other.key', 'b.json', 'nowhere.key']) {
      const { exitCode, stderr } = await bundle('--out', 'c.json', '--sign', name);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining(name)]);
      expect(stderr).not.toContain('BEGIN');
    }
    expect(workspace.text('c.json')).toBeUndefined();
  });
});

test('of nothing is none', async () => {
  expect(await runHere(['bundle', '--env', 'production', '--out', 'p.json'], { cwd: workspace.path })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('pins nothing in production'),
  });
});

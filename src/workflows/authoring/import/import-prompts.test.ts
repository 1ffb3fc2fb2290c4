import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FailureCode } from '../../../base/failure.ts';
import { DEFAULT_CONFIG } from '../../../workspace/config/config.ts';
import { listSources } from '../../../workspace/files/list-sources.ts';
import { treeOf } from '../../versions/tree.ts';
import { type ImportOutcome, type ImportRequest, importPrompts } from './import-prompts.ts';
import { writeTogether } from './write-together.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'promptlane-import-'));
  folders.push(path);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

const filesIn = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

async function importInto(root: string, from: string, request: Partial<ImportRequest> = {}): Promise<ImportOutcome> {
  const workspace = { root, config: DEFAULT_CONFIG, diagnostics: [] };
  return importPrompts(
    { paths: ['.'], directory: from, dryRun: false, force: false, failOnLoss: false, skipRefused: false, ...request },
    { workspace, tree: treeOf(await listSources(workspace)) },
  );
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: FailureCode }) => error.code,
  );

const GITHUB = 'messages:\n  # Kept.\n  - { role: user, content: "Hi {{name}}" }\n';
const chat = (content: string) => JSON.stringify({ messages: [{ role: 'user', content }] });

describe('an import', () => {
  test('copies a prompt file of GitHub Models byte for byte, whatever folder it lies in', async () => {
    const root = folder();
    const outcome = await importInto(root, folder({ 'prompts/team/greet.prompt.yml': GITHUB, 'README.md': '# Nothing' }));

    expect(outcome.files).toEqual([
      { kind: 'prompt', path: 'prompts/team/greet.prompt.yaml', id: 'team/greet', from: 'prompts/team/greet.prompt.yml', state: 'new' },
    ]);
    expect(readFileSync(join(root, 'prompts/team/greet.prompt.yaml'), 'utf8')).toBe(GITHUB);
    expect(outcome.skipped).toEqual(['README.md']);
  });

  test('run again changes nothing and overwrites only when it is forced', async () => {
    const root = folder();
    const from = folder({ 'greet.prompt.yml': GITHUB });
    await importInto(root, from);
    expect((await importInto(root, from)).files[0]?.state).toBe('unchanged');

    writeFileSync(join(root, 'prompts/greet.prompt.yaml'), GITHUB.replace('Hi', 'Hello'));
    expect(await code(importInto(root, from))).toBe('import-clash');
    expect(readFileSync(join(root, 'prompts/greet.prompt.yaml'), 'utf8')).toContain('Hello');
    expect((await importInto(root, from, { force: true })).files[0]?.state).toBe('overwritten');
    expect(readFileSync(join(root, 'prompts/greet.prompt.yaml'), 'utf8')).toBe(GITHUB);
  });

  test('writes nothing in a dry run, nor when something is lost that must not be', async () => {
    const root = folder();
    const from = folder({ 'a.json': JSON.stringify({ messages: [{ role: 'user', content: 'Hi', mood: 'good' }] }) });
    expect(await importInto(root, from, { dryRun: true })).toMatchObject({ stopped: 'dry-run' });
    expect(await importInto(root, from, { failOnLoss: true })).toMatchObject({ stopped: 'lossy' });
    expect(filesIn(root)).toEqual([]);
  });

  test('brings all or, when one file is refused, none; the others when that is asked for', async () => {
    const root = folder();
    const from = folder({ 'good.json': chat('Hi'), 'bad.json': JSON.stringify({ messages: [{ role: 'robot', content: 'Hi' }] }) });
    const outcome = await importInto(root, from);

    expect(outcome).toMatchObject({ stopped: 'refused', refusals: [{ file: 'bad.json', where: { line: 1, column: 22 } }] });
    expect(filesIn(root)).toEqual([]);
    await importInto(root, from, { skipRefused: true });
    expect(filesIn(root)).toEqual(['prompts/good.prompt.yaml']);
  });

  test('below a folder moves ids, and the includes of partials with them', async () => {
    const entry = (name: string, prompt: string) => JSON.stringify({ name, type: 'text', prompt, labels: ['production'], version: 1 });
    const root = folder();
    const from = folder({
      'tone.json': entry('tone', 'Be kind to {{name}}.'),
      'greet.json': entry('greet', 'Greet. @@@langfusePrompt:name=tone|label=production@@@'),
    });
    await importInto(root, from, { out: join(root, 'prompts/old') });

    expect(filesIn(root)).toEqual(['prompts/old/greet.prompt.yaml', 'prompts/old/tone.partial.md']);
    expect(readFileSync(join(root, 'prompts/old/greet.prompt.yaml'), 'utf8')).toContain('{% render "old/tone" %}');
    expect(treeOf(await listSources({ root, config: DEFAULT_CONFIG })).diagnostics).toEqual([]);
  });

  test('names both sides of a clash of ids, without regard to case', async () => {
    const root = folder({ 'prompts/other.prompt.yaml': `id: greet\n${GITHUB}` });
    const clash = importInto(root, folder({ 'Greet.json': chat('Hi') }));
    await expect(clash).rejects.toThrow('The id "Greet" of Greet.json is taken by prompts/other.prompt.yaml.');
    await expect(importInto(folder(), folder({ 'a.json': chat('1'), 'A.txt.json': chat('2'), 'a.yml': GITHUB }))).rejects.toThrow(
      'a.json and a.yml would both have the id "a".',
    );
  });

  test('says of a named file that no format knows it', async () => {
    expect(await code(importInto(folder(), folder({ 'notes.txt': 'Buy milk' }), { paths: ['notes.txt'] }))).toBe('format-unknown');
    expect(await code(importInto(folder(), folder({ 'a.json': chat('Hi') }), { from: 'langfusee' }))).toBe('format-unknown');
  });
});

describe('an import that is under attack', () => {
  test.each([
    ['a path that climbs', '../../../etc/passwd'],
    ['an absolute path', '/etc/passwd'],
    ['an address', 'file:///etc/passwd'],
    ['a drive', 'C:\\secrets.yaml'],
  ])('reads nothing behind %s', async (_what, file) => {
    const root = folder();
    const outcome = await importInto(root, folder({ 'prompts.json': JSON.stringify({ prompts: { evil: `file:${file}` } }) }));
    expect(outcome.refusals[0]?.message).toContain('leads out of the folder');
    expect(filesIn(root)).toEqual([]);
  });

  test('follows no link out of the folder, neither of a file nor of a folder', async () => {
    const outside = folder({ 'secret.prompt.yml': GITHUB });
    const from = folder({
      'prompts.json': JSON.stringify({ prompts: { evil: 'file:link.prompt.yml', more: 'file:dir/secret.prompt.yml' } }),
    });
    symlinkSync(join(outside, 'secret.prompt.yml'), join(from, 'link.prompt.yml'));
    symlinkSync(outside, join(from, 'dir'));
    const outcome = await importInto(folder(), from);
    expect(outcome.files).toEqual([]);
    expect(outcome.losses.map(({ message }) => message)).toEqual([
      'Its file link.prompt.yml is not among the given files.',
      'Its file dir/secret.prompt.yml is not among the given files.',
    ]);
  });

  test('writes nothing through a link that leads out of the workspace', async () => {
    const outside = folder();
    const root = folder({ 'prompts/x.partial.md': 'x' });
    symlinkSync(outside, join(root, 'prompts/team'));
    expect(await code(importInto(root, folder({ 'team/a.json': chat('Hi') })))).toBe('import-clash');
    expect(filesIn(outside)).toEqual([]);
  });

  test.each([
    '../../evil',
    '/abs/evil',
    'C:\\evil',
    '.git/hooks/evil',
    'con',
    'a\u0000b',
    '\u001b[31mred',
    '..',
    '',
    'é/Ünï',
    'x'.repeat(500),
  ])('gives the name %j a harmless file below the prompt root', async (name) => {
    const root = folder();
    const entry = { name, type: 'text', prompt: 'Hi' };
    await importInto(root, folder({ 'a.json': JSON.stringify(entry) }));
    expect(filesIn(root)).toHaveLength(1);
    expect(filesIn(root)[0]).toMatch(/^prompts\/(?!con\.)[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*\.prompt\.yaml$/);
  });

  test('resolves no variable of the environment', async () => {
    process.env.PROMPTLANE_TEST_SECRET = 'hunter2';
    const root = folder();
    const [braced, named] = ['$' + '{PROMPTLANE_TEST_SECRET}', '$' + '{env:PROMPTLANE_TEST_SECRET}'];
    const text = `${braced} ${named} process.env.PROMPTLANE_TEST_SECRET`;
    await importInto(root, folder({ 'a.json': chat(text) }));
    const written = readFileSync(join(root, 'prompts/a.prompt.yaml'), 'utf8');
    delete process.env.PROMPTLANE_TEST_SECRET;
    expect(written).toContain(text);
    expect(written).not.toContain('hunter2');
  });

  test('refuses keys that reach into prototypes, and pollutes none', async () => {
    const hostile = '{"messages":[{"role":"user","content":"Hi","__proto__":{"polluted":1}}]}';
    const outcome = await importInto(folder(), folder({ 'a.json': hostile }), { paths: ['a.json'], from: 'openai' });
    expect(outcome.refusals[0]?.message).toContain('__proto__');
    const named = await importInto(folder(), folder({ 'p.json': '{"prompts":{"constructor":"latest","toString":"file:x.yaml"}}' }));
    expect(named.losses.map(({ field }) => field)).toEqual(['prompts.constructor', 'prompts.toString']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('does not look at files that are too large, binary or too deep', async () => {
    const outcome = await importInto(
      folder(),
      folder({
        'large.json': chat('x'.repeat(1_100_000)),
        'binary.json': `${chat('Hi')}\0`,
        'deep.json': '['.repeat(100_000),
        'aliases.yaml': 'a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n',
      }),
    );
    expect(outcome).toMatchObject({ stopped: 'nothing-found', files: [], refusals: [], skipped: ['aliases.yaml', 'deep.json'] });
  });

  test('refuses a folder with more files than a project of prompts has', async () => {
    const from = folder(Object.fromEntries(Array.from({ length: 2_100 }, (_, index) => [`${index}.md`, 'x'])));
    expect(await code(importInto(folder(), from))).toBe('usage-invalid');
  });
});

test('an import that meets a file where a folder must be writes nothing', async () => {
  const root = folder({ 'prompts/b': 'a file' });
  await expect(importInto(root, folder({ 'a.json': chat('1'), 'b/c.json': chat('2') }))).rejects.toThrow(
    'prompts/b/c.prompt.yaml cannot be written',
  );
  expect(filesIn(root)).toEqual(['prompts/b']);
});

test('files that are written together are all as they were when one cannot be written', async () => {
  const root = folder({ 'old.md': 'before', b: 'a file' });
  const written = writeTogether(root, [
    { path: 'new/a.md', text: 'a', state: 'new' },
    { path: 'old.md', text: 'after', state: 'overwritten' },
    { path: 'b/c.md', text: 'c', state: 'new' },
  ]);
  expect(await code(written)).toBe('file-unwritable');
  expect(filesIn(root)).toEqual(['b', 'old.md']);
  expect(readFileSync(join(root, 'old.md'), 'utf8')).toBe('before');
});

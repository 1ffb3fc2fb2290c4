import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readKeys, requireKeys, writeKeys } from './key-files.ts';

const PEPPER = { key: 'pepper.key', base64: Buffer.alloc(32, 7).toString('base64') };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'promptlane-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('gives the keys of a folder as they were written', async () => {
  await writeKeys(join(folder, 'data'), [PEPPER]);
  expect(await requireKeys(join(folder, 'data'))).toEqual([PEPPER]);
});

test('a folder that is not there has no keys, and no backup of them', async () => {
  expect(await readKeys(join(folder, 'nowhere'))).toEqual([]);
  await expect(requireKeys(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file-unreadable' });
  await expect(requireKeys(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
});

test('a folder that cannot be read is not one without keys', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(readKeys(join(folder, 'file'))).rejects.toMatchObject({ code: 'file-unreadable' });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testSigner } from '../../../../test/support/test-signer.ts';
import { signedCheckpoint } from '../../../access/audit/checkpoint.ts';
import { checkpointText, parseCheckpoint } from '../../../access/audit/checkpoint-file.ts';
import { digestOf } from '../../../base/digest.ts';
import { mergeCheckpointFiles } from './merge-checkpoint-files.ts';

const files = { ours: 'ours', theirs: 'theirs' };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'promptlane-checkpoint-'));
});

afterEach(() => rm(directory, { recursive: true }));

const at = (seq: number, project = 'acme') => signedCheckpoint({ project, seq, hash: digestOf(seq), time: seq, epoch: 1 }, testSigner(1));
const write = (ours: string, theirs: string) =>
  Promise.all([writeFile(join(directory, 'ours'), ours), writeFile(join(directory, 'theirs'), theirs)]);
const merged = async () => parseCheckpoint(await readFile(join(directory, 'ours'), 'utf8'));

test.each([
  [3, 9],
  [9, 3],
])('keeps the one of %i and %i that says more', async (ours, theirs) => {
  await write(checkpointText(at(ours)), checkpointText(at(theirs)));
  expect(await mergeCheckpointFiles({ ...files, directory })).toBe(true);
  expect(await merged()).toEqual(at(9));
});

test('leaves checkpoints of two projects to a person', async () => {
  await write(checkpointText(at(3)), checkpointText(at(9, 'other')));
  expect(await mergeCheckpointFiles({ ...files, directory })).toBe(false);
  expect(await merged()).toEqual(at(3));
});

test('refuses what is no checkpoint, and leaves it as it is', async () => {
  await write(checkpointText(at(3)), `<<<<<<<\n${checkpointText(at(9))}`);
  await expect(mergeCheckpointFiles({ ...files, directory })).rejects.toMatchObject({ code: 'checkpoint-invalid' });
  expect(await merged()).toEqual(at(3));
});

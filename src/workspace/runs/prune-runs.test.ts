import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pruneRuns } from './prune-runs.ts';
import { noteResumed } from './stopped-runs.ts';

const NOW = Date.UTC(2026, 6, 1);
const OLD = new Date(NOW - 48 * 60 * 60 * 1000);
const name = (number: number) => `2026-01-01T00-00-0${number}-000Z`;

let runs = '';
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), 'promptlane-prune-'));
});
afterEach(() => rmSync(runs, { recursive: true }));

function makeRun(called: string, written = OLD): void {
  const folder = join(runs, called);
  mkdirSync(folder);
  writeFileSync(join(folder, 'triage.jsonl'), '{}\n');
  age(called, written);
}

/** Sets when a folder was written, and what lies in it. */
function age(called: string, written: Date): void {
  for (const file of readdirSync(join(runs, called))) utimesSync(join(runs, called, file), written, written);
  utimesSync(join(runs, called), written, written);
}

const prune = () => pruneRuns(runs, { newest: 2, now: NOW });

test('the newest runs are kept', async () => {
  for (const number of [1, 2, 3, 4]) makeRun(name(number));
  await prune();
  expect(readdirSync(runs)).toEqual([name(3), name(4)]);
});

test('a run that is being written is kept, however many began after it', async () => {
  for (const number of [1, 2, 3, 4]) makeRun(name(number));
  utimesSync(join(runs, name(1), 'triage.jsonl'), new Date(NOW), new Date(NOW));
  await prune();
  expect(readdirSync(runs)).toEqual([name(1), name(3), name(4)]);
});

test('what a kept run goes on with is kept, through however many others', async () => {
  for (const number of [1, 2, 3, 4, 5]) makeRun(name(number));
  await noteResumed(join(runs, name(3)), join(runs, name(1), 'triage.jsonl'));
  await noteResumed(join(runs, name(5)), join(runs, name(3)));
  for (const number of [1, 3, 5]) age(name(number), OLD);
  await prune();
  expect(readdirSync(runs)).toEqual([name(1), name(3), name(4), name(5)]);
});

test('a run that another goes on with elsewhere is in use', async () => {
  for (const number of [1, 2, 3]) makeRun(name(number));
  const elsewhere = mkdtempSync(join(tmpdir(), 'promptlane-out-'));
  await noteResumed(elsewhere, join(runs, name(1)));
  await pruneRuns(runs, { newest: 2, now: Date.now() });
  expect(readdirSync(runs)).toEqual([name(1), name(2), name(3)]);
  rmSync(elsewhere, { recursive: true });
});

test('what somebody put there is left alone', async () => {
  for (const called of ['monday', name(1), name(2), name(3)]) makeRun(called);
  writeFileSync(join(runs, 'notes.txt'), 'mine');
  await prune();
  expect(readdirSync(runs)).toEqual([name(2), name(3), 'monday', 'notes.txt']);
});

test('where there are no runs there is nothing to do', async () => {
  await pruneRuns(join(runs, 'none'), { now: NOW });
});

test('two processes may do it at once', async () => {
  for (const number of [1, 2, 3, 4, 5, 6]) makeRun(name(number));
  await Promise.all([prune(), prune(), prune()]);
  expect(readdirSync(runs)).toEqual([name(5), name(6)]);
});

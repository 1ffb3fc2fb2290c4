import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { DatasetReference } from '../../src/evals/dataset/stored/dataset-reference.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { pushDataset } from '../../src/workflows/evaluation/datasets/push-dataset.ts';
import { datasetFile } from '../../src/workspace/datasets/dataset-file.ts';
import { startRegistry } from '../support/cli.ts';
import { KILLS, KILLS_TIMEOUT, killRounds } from '../support/kill-rounds.ts';
import { type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';
import { adminClient, expectWholeRegistry } from '../support/whole-registry.ts';

/** The kills are shared by the two commands. */
const EACH = Math.ceil(KILLS / 2);
const ROWS = 2_000;
const FILE = 'evals/questions.jsonl';
const NAME = 'support/questions';

/** Rows as the registry keeps them, of three parts, so that most kills come between the first and the last. */
function rowsOf(round: number): string {
  const row = (at: number) => ({ id: `t${at}`, inputs: { question: `${round} ${'x'.repeat(250)} ${at}` } });
  return Array.from({ length: ROWS }, (_, at) => `${JSON.stringify(row(at))}\n`).join('');
}

/** What a file will be called by, found out without a registry. */
async function referenceTo({ path: root }: TemporaryWorkspace): Promise<DatasetReference> {
  const hasAll = { storeDataset: async () => ({ stored: true, created: false, missing: [] }), storeDatasetPart: async () => {} };
  const { digest } = await pushDataset(NAME, { path: FILE, rows: datasetFile(root, FILE) }, hasAll);
  return { name: NAME, digest };
}

/** All rows of a dataset of a registry; nothing where it has none of that name and digest. */
async function storedText(registry: Registry, reference: DatasetReference): Promise<string | undefined> {
  try {
    const { parts } = await registry.dataset(reference);
    return (await Promise.all(parts.map((part, index) => registry.datasetPart(reference, index, part)))).join('');
  } catch (error) {
    if (error instanceof Failure && error.code === 'not-found') return undefined;
    throw error;
  }
}

test(`dataset push, killed ${EACH} times, stores all rows or none, and the next run completes`, { timeout: KILLS_TIMEOUT }, async () => {
  const closers: (() => Promise<unknown>)[] = [];
  await killRounds(EACH, async () => {
    const workspace = temporaryWorkspace();
    const served = await startRegistry(workspace);
    const registry = adminClient(workspace, served);
    closers.push(
      () => registry.close(),
      () => served.stop(),
    );
    let reference: DatasetReference;
    let rows = '';
    return {
      args: ['dataset', 'push', FILE, '--name', NAME],
      options: { cwd: workspace.path },
      async prepare(round) {
        rows = rowsOf(round);
        workspace.write({ [FILE]: rows });
        reference = await referenceTo(workspace);
      },
      async inspect() {
        await expectWholeRegistry(workspace, registry);
        expect([undefined, rows]).toContain(await storedText(registry, reference));
      },
      async complete() {
        expect(await storedText(registry, reference)).toBe(rows);
        expect(workspace.leftovers()).toEqual([]);
      },
    };
  });
  for (const close of closers) await close();
});

test(`dataset pull, killed ${EACH} times, writes all rows or no file, and the next run completes`, {
  timeout: KILLS_TIMEOUT,
}, async () => {
  const publisher = temporaryWorkspace({ [FILE]: rowsOf(0) });
  const served = await startRegistry(publisher);
  const registry = adminClient(publisher, served);
  const rows = rowsOf(0);
  const { reference, digest } = await pushDataset(NAME, { path: FILE, rows: datasetFile(publisher.path, FILE) }, registry);
  const token = readFileSync(join(publisher.path, '.promptlane/admin.token'), 'utf8').trim();
  const env = { PROMPTLANE_REGISTRY_URL: served.url, PROMPTLANE_TOKEN: token };
  await killRounds(EACH, async (lane) => {
    const workspace = temporaryWorkspace();
    // Half of the kills meet the copy that suites ask, half a file that somebody named.
    const isNamed = lane % 2 === 1;
    const file = isNamed ? 'evals/pulled.jsonl' : `.promptlane/cache/datasets/${digest.slice('sha256:'.length)}.jsonl`;
    const written = () => (existsSync(join(workspace.path, file)) ? workspace.text(file) : undefined);
    const remove = () => rmSync(join(workspace.path, file), { force: true });
    return {
      args: ['dataset', 'pull', reference, ...(isNamed ? ['--out', file] : [])],
      options: { cwd: workspace.path, env },
      prepare: remove,
      inspect() {
        expect([undefined, rows]).toContain(written());
        // A file that is there is never written over, also not by the command that wrote it.
        if (isNamed) remove();
      },
      complete() {
        expect(written()).toBe(rows);
        expect(workspace.leftovers()).toEqual([]);
      },
    };
  });
  await registry.close();
  await served.stop();
});

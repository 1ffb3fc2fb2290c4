import { dirname, isAbsolute, join, resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { CaseResult } from '../../evals/run.ts';
import { isSameSubject, type RunHeader } from '../../evals/runner/record/run-header.ts';
import type { RunDependencies } from '../../workflows/evaluation/run-evaluation.ts';
import { pathInside } from '../../workspace/files/path-inside.ts';
import { refuseStrayLink } from '../../workspace/files/stray-link.ts';
import { pruneRuns } from '../../workspace/runs/prune-runs.ts';
import { type RecordedRun, readRunFile } from '../../workspace/runs/read-run-file.ts';
import { createRunFile } from '../../workspace/runs/run-file.ts';
import { lastRunFolder, makeRunFolder, runFilesAt, useRunFolder } from '../../workspace/runs/run-folder.ts';
import { lastStoppedFolder, noteResumed, stoppedRuns } from '../../workspace/runs/stopped-runs.ts';
import { STATE_FOLDER } from '../../workspace/state-folder.ts';
import type { CliContext } from '../context.ts';
import { openSession } from '../session/session.ts';
import { fileName } from './open-evaluation-model.ts';

/** Where runs are written, and which stopped run is gone on with. */
export interface RunFileFlags {
  readonly out?: string;
  /** A folder, or `last`. */
  readonly resume?: string;
}

/** Opens where the runs of a command are written, and reads what a stopped one left. */
export async function openRunFiles(
  { out, resume }: RunFileFlags,
  { root, state }: { readonly root: string; readonly state: string },
  { globals }: CliContext,
): Promise<Pick<RunDependencies, 'record' | 'earlier' | 'recorded'>> {
  const all = join(state, 'runs');
  const from = resume === undefined ? undefined : await folderGoneOnWith(resume, all, globals.directory);
  const stopped = from === undefined ? [] : await stoppedRuns(from);
  let folder: Promise<string> | undefined;
  const open = async () => {
    const made = await (out === undefined ? makeRunFolder(all, startName()) : useRunFolder(resolve(globals.directory, out)));
    if (from !== undefined) await noteResumed(made, from);
    // Old runs are only in the way: a run does not fail because they cannot be deleted.
    if (out === undefined) await pruneRuns(all, { now: Date.now() }).catch(() => undefined);
    return made;
  };
  return {
    record: async (header) => {
      folder ??= open();
      return createRunFile(await folder, runName(header), header);
    },
    earlier: (header) => goneOnWith(stopped, header),
    recorded: async ({ file }, named) => readRuns([insideWorkspace(root, file, named)]),
  };
}

/** Reads the runs in files and folders. */
async function readRuns(paths: readonly string[]): Promise<RecordedRun[]> {
  return Promise.all((await runFilesAt(paths)).map(readRunFile));
}

/** The run files at paths as a user names them; without any, those of the last run in this workspace. */
export async function runFilesFor(paths: readonly string[], context: CliContext): Promise<string[]> {
  const { directory } = context.globals;
  if (paths.length > 0) return runFilesAt(paths.map((path) => resolve(directory, path)));
  const { root } = await openSession(context).workspace();
  const last = await lastRunFolder(join(root, STATE_FOLDER, 'runs'));
  if (last !== undefined) return runFilesAt([last]);
  throw new Failure('usage-invalid', 'There is no run yet.', { hint: 'Run `promptlane eval`, or name the file or folder of a run.' });
}

async function folderGoneOnWith(resume: string, runs: string, directory: string): Promise<string> {
  if (resume !== 'last') {
    const named = resolve(directory, resume);
    await runFilesAt([named]);
    return named;
  }
  const last = await lastStoppedFolder(runs);
  if (last !== undefined) return last;
  throw new Failure('usage-invalid', 'There is no run to go on with.', { hint: 'Run `promptlane eval` without `--resume`.' });
}

/** What any of these runs found of the same subject, the newest first. */
function goneOnWith(stopped: readonly RecordedRun[], header: RunHeader): AsyncIterable<CaseResult> | undefined {
  const found = stopped.filter(
    ({ role, shard, subject }) =>
      role === header.role &&
      shard?.index === header.shard?.index &&
      shard?.count === header.shard?.count &&
      isSameSubject(subject, header.subject),
  );
  return found.length === 0 ? undefined : resultsOf(found);
}

async function* resultsOf(runs: readonly RecordedRun[]): AsyncGenerator<CaseResult> {
  for (const run of runs) yield* run.results();
}

/** A suite names files beside itself and inside the workspace; the user may name any. */
function insideWorkspace(root: string, suiteFile: string, named: string): string {
  if (isAbsolute(named)) return named;
  const file = join(root, dirname(suiteFile), named);
  if (pathInside(root, file) === undefined)
    throw new Failure('file-unreadable', `The baseline ${named} of ${suiteFile} lies outside the workspace.`);
  refuseStrayLink(root, file);
  return file;
}

function startName(): string {
  return new Date().toISOString().replaceAll(/[:.]/g, '-');
}

function runName({ subject, role, shard }: RunHeader): string {
  const part = shard === undefined ? [] : [`shard-${shard.index}-of-${shard.count}`];
  return [subject.suite, ...(subject.cell === undefined ? [] : [subject.cell]), subject.prompt, role, ...part].map(fileName).join('-');
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { CaseResult } from '../../evals/run.ts';
import { compactResults } from '../../evals/runner/record/compact-results.ts';
import { suiteCalled } from '../../evals/suite/asked/suite-cells.ts';
import { suiteContent } from '../../evals/suite/suite.ts';
import type { Evidence } from '../../registry/areas/evidence.ts';
import type { Registry } from '../../registry/registry.ts';
import { type RecordedRun, readRunFile } from '../../workspace/runs/read-run-file.ts';
import type { Evaluated } from '../evaluation/evaluate.ts';

/** An evaluation with what the registry made of it. */
export interface UploadedEvaluation {
  readonly suite: string;
  readonly prompt: string;
  readonly evidence: Evidence;
}

export interface UploadDependencies {
  readonly registry: Pick<Registry, 'storeSuite' | 'storeRun' | 'addEvidence' | 'whoami'>;
  /** What is checked out; absent outside of a repository. */
  readonly commit?: string;
}

/**
 * Uploads evaluations with the score of every case, and has the registry judge and sign them.
 *
 * The verdict of this machine is not sent: the registry computes its own.
 */
export async function uploadEvaluations(evaluated: readonly Evaluated[], dependencies: UploadDependencies): Promise<UploadedEvaluation[]> {
  const { id } = await dependencies.registry.whoami();
  const uploaded: UploadedEvaluation[] = [];
  for (const { evaluation, runs } of evaluated) {
    if (evaluation === undefined) continue;
    const suite = suiteCalled(evaluation.suite);
    await dependencies.registry.storeSuite(suite, suiteContent(evaluation.suite));
    const candidate = await uploadRun(onlyPath(runs.candidate), id, dependencies);
    const baseline = runs.baseline && (await uploadRun(onlyPath(runs.baseline), id, dependencies));
    uploaded.push({ suite, prompt: evaluation.prompt, evidence: await dependencies.registry.addEvidence(candidate, baseline) });
  }
  return uploaded;
}

function onlyPath([path, ...others]: readonly string[]): string {
  if (path !== undefined && others.length === 0) return path;
  throw new Failure('usage-invalid', 'A run in several parts cannot be uploaded.');
}

async function uploadRun(path: string, uploader: string, { registry, commit }: UploadDependencies): Promise<string> {
  const run = await readRunFile(path);
  const { subject, role, gate, file, command } = run;
  const id = await runId(path, uploader);
  const about = { ...(file !== undefined && { file }), command, ...(commit !== undefined && { commit }) };
  await registry.storeRun({ id, subject, role, gate, ...about }, compactOf(run));
  return id;
}

async function* compactOf(run: RecordedRun): AsyncGenerator<CaseResult> {
  const compact = compactResults();
  for await (const result of run.results()) yield compact(result);
}

/** The same for the same file of the same uploader: an upload that broke off goes on, and nothing is there twice. */
async function runId(path: string, uploader: string): Promise<string> {
  const hash = createHash('sha256').update(`${uploader}\n${basename(dirname(path))}\n${basename(path)}\n`);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 32);
}

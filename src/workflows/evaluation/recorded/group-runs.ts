import { Failure } from '../../../base/failure.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { RunSubject } from '../../../evals/run.ts';
import { isSameSubject, type RunHeader } from '../../../evals/runner/record/run-header.ts';
import type { RecordedRun } from '../../../workspace/runs/read-run-file.ts';

/** The files of one evaluation: one of each role, or a whole set of shards of each. */
export interface RecordedEvaluation {
  readonly candidate: readonly [RecordedRun, ...RecordedRun[]];
  readonly baseline: readonly RecordedRun[];
}

/**
 * Puts run files together that belong together, in the order in which `eval` reports.
 *
 * @throws Failure `runs-incomplete` when a shard or a candidate is missing, `runs-mixed` when a run is there twice or
 * shards asked different things
 */
export function groupRuns(runs: readonly RecordedRun[]): RecordedEvaluation[] {
  const evaluations = new Set(runs.map(({ evaluation }) => evaluation));
  const grouped = [...evaluations].map((evaluation) => groupOne(runs.filter((run) => run.evaluation === evaluation)));
  requireDistinct(grouped);
  return grouped.sort(inOrder);
}

function groupOne(runs: readonly RecordedRun[]): RecordedEvaluation {
  const ofRole = (role: RunHeader['role']) =>
    runs.filter((run) => run.role === role).sort((one, other) => shardNumber(one) - shardNumber(other));
  const [first, ...others] = ofRole('candidate');
  const baseline = ofRole('baseline');
  if (first === undefined) throw new Failure('runs-incomplete', `${called(runs[0])}: only the baseline is there, and not the candidate.`);
  const candidate: RecordedEvaluation['candidate'] = [first, ...others];
  for (const role of [candidate, baseline]) requireWhole(role);
  if (baseline.length > 0 && baseline.length !== candidate.length) {
    throw new Failure('runs-mixed', `${called(first)}: some shards have a baseline and some have none.`);
  }
  return { candidate, baseline };
}

/** Every shard once, and all of one subject; or one run of all cases. */
function requireWhole(runs: readonly RecordedRun[]): void {
  const [first] = runs;
  if (first === undefined) return;
  const stranger = runs.find((run) => !isSameSubject(run.subject, first.subject) || run.shard?.count !== first.shard?.count);
  if (stranger) throw new Failure('runs-mixed', `${called(first)}: ${first.path} and ${stranger.path} are not parts of one run.`);
  const twice = runs.find((run, index) => index > 0 && shardNumber(run) === shardNumber(runs[index - 1] as RecordedRun));
  if (twice) throw new Failure('runs-mixed', `${called(first)}: the ${roleText(twice)} is there twice, the second time as ${twice.path}.`);
  const count = first.shard?.count ?? 1;
  const there = new Set(runs.map(shardNumber));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !there.has(number));
  if (first.shard === undefined || missing.length === 0) return;
  const names = missing.map((number) => `${number}/${count}`).join(', ');
  throw new Failure(
    'runs-incomplete',
    `${called(first)}: of the ${first.role}, ${missing.length === 1 ? `shard ${names} is` : `shards ${names} are`} missing.`,
  );
}

/**
 * The runs among these that an evaluation is compared with: of the same suite and prompt, and of the same model unless
 * there is but one to choose.
 *
 * @throws Failure `runs-incomplete` when there is none
 */
export function counterpart(earlier: readonly RecordedRun[], { suite, prompt, model, cell }: RunSubject): RecordedEvaluation['candidate'] {
  const alike = groupRuns(earlier).filter(({ candidate: [{ subject }] }) => subject.suite === suite && subject.prompt === prompt);
  const found =
    alike.find(({ candidate: [{ subject }] }) => subject.model === model && subject.cell === cell) ??
    (alike.length === 1 ? alike[0] : undefined);
  if (found) return found.candidate;
  throw new Failure('runs-incomplete', `${suite} on ${prompt} with ${model} has no run to be compared with.`);
}

/** Shards of one suite that were asked at different commits look like two evaluations. */
function requireDistinct(grouped: readonly RecordedEvaluation[]): void {
  const seen = new Map<string, RecordedRun>();
  for (const { candidate } of grouped) {
    const [run] = candidate;
    const name = called(run);
    const other = seen.get(name);
    if (other) throw new Failure('runs-mixed', `${name}: ${other.path} and ${run.path} are of different versions, cases or scorers.`);
    seen.set(name, run);
  }
}

function inOrder({ candidate: [one] }: RecordedEvaluation, { candidate: [other] }: RecordedEvaluation): number {
  const { suite, prompt, model } = one.subject;
  const { subject } = other;
  return byCodePoint(suite, subject.suite) || byCodePoint(prompt, subject.prompt) || byCodePoint(model, subject.model);
}

function shardNumber({ shard }: RecordedRun): number {
  return shard?.index ?? 0;
}

function roleText({ role, shard }: RecordedRun): string {
  return shard === undefined ? `run of the ${role}` : `shard ${shard.index}/${shard.count} of the ${role}`;
}

function called(run: RecordedRun | undefined): string {
  if (run === undefined) return '';
  const { suite, prompt, model, cell } = run.subject;
  return `${suite} on ${prompt} with ${cell ?? model}`;
}

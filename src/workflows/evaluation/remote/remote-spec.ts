import { digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { CaseSource } from '../../../evals/dataset/case-source.ts';
import type { RunSubject } from '../../../evals/run.ts';
import { isSameSubject } from '../../../evals/runner/record/run-header.ts';
import { type RunRequest, runSubject } from '../../../evals/runner/run-subject.ts';
import { comparesWithBaseline } from '../../../evals/scorer/judged/named-judge.ts';
import type { ScorerSpec } from '../../../evals/scorer/scorer.ts';
import type { Suite } from '../../../evals/suite/suite.ts';
import { versionNormalForm } from '../../../prompt/digest/version-normal-form.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { RemoteRunUpload, RemoteSpec } from '../../../registry/areas/remote-runs.ts';

/** Scorers that run files of the repository, which workers do not have. */
const RUNNING: ReadonlySet<string> = new Set(['js', 'exec']);

/**
 * Refuses a suite that cannot be run where its repository is not.
 *
 * @throws Failure `suite-not-remote`
 */
export function requireRemote({ name, target, scorers }: Suite): void {
  const running = scorers.find(({ uses }) => RUNNING.has(uses));
  const comparing = scorers.find(comparesWithBaseline);
  const problem =
    (target && 'asks a target in place of a model') ??
    (running && `runs files of the repository (the scorer "${running.id}")`) ??
    (comparing && `puts answers beside those of the baseline (the scorer "${comparing.id}")`);
  if (problem !== undefined) throw new Failure('suite-not-remote', `The suite "${name}" ${problem}, which workers do not have.`);
}

/** What workers need to know of a run; `runRequestOf` reads it. */
export function remoteSpec(asked: RunRequest, deadlineMs: number | undefined): RemoteRunUpload {
  return {
    v: 1,
    subject: runSubject(asked),
    suite: suiteJson(asked.suite),
    version: versionJson(asked.version),
    ignoreExtraInputs: asked.ignoreExtraInputs ?? false,
    ...(deadlineMs !== undefined && { deadlineMs }),
  };
}

/**
 * What a worker is to run, with the cases of its jobs.
 *
 * @throws Failure `content-invalid` when suite or version are not what the subject names by digest: another version of this
 * program would ask something else
 */
export function runRequestOf({ subject, suite, version, ignoreExtraInputs }: RemoteSpec, cases: CaseSource): RunRequest {
  const wanted = { ...subject, scorers: new Map(subject.scorers) } as RunSubject;
  const { datasetDigest, reference, filter } = wanted;
  const request = {
    suite: suiteOf(suite),
    version: versionOf(version),
    cases,
    datasetDigest,
    reference,
    ignoreExtraInputs,
    ...(filter !== undefined && { filter }),
  };
  requireRemote(request.suite);
  if (!isSameSubject({ ...runSubject(request), cases: wanted.cases }, wanted) || !isItself(request.version)) {
    throw new Failure('content-invalid', `The run of the suite "${wanted.suite}" is not what its digests say.`, {
      hint: 'Run the same version of promptlane where runs are asked for and where they are worked off.',
    });
  }
  return request;
}

function isItself(version: PromptVersion): boolean {
  return digestOf(versionNormalForm(version)) === version.digest;
}

function suiteJson(suite: Suite): JsonObject {
  const { gate, scorers, ...members } = suite;
  return plain({ ...members, scorers: scorers.map(scorerJson), gate: { ...gate, scorers: [...gate.scorers] } });
}

function suiteOf(json: JsonObject): Suite {
  const { gate, scorers, ...members } = json as unknown as Suite & { gate: { scorers: Iterable<[string, never]> } };
  return { ...members, scorers: scorers.map(scorerOf), gate: { ...gate, scorers: new Map(gate.scorers) } };
}

function scorerJson({ bound, ...spec }: ScorerSpec): object {
  if (bound === undefined) return spec;
  const { judge, ...members } = bound;
  return { ...spec, bound: { ...members, ...(judge && { judge: versionJson(judge) }) } };
}

function scorerOf({ bound, ...spec }: ScorerSpec): ScorerSpec {
  if (bound === undefined) return spec;
  const { judge, ...members } = bound;
  return { ...spec, bound: { ...members, ...(judge && { judge: versionOf(judge as unknown as JsonObject) }) } };
}

function versionJson({ partials, guardrailSets, ...version }: PromptVersion): JsonObject {
  return plain({ ...version, partials: [...partials], guardrailSets: [...guardrailSets] });
}

function versionOf(json: JsonObject): PromptVersion {
  const { partials, guardrailSets, ...version } = json as unknown as PromptVersion;
  return { ...version, partials: new Map(partials), guardrailSets: new Map(guardrailSets) };
}

/** Without members that are there and undefined. */
function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as Json as JsonObject;
}

import * as z from 'zod';
import { type Digest, digestOf, isDigest } from '../../../base/digest.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Gate } from '../../gate/rules/gate.ts';
import type { RunSubject } from '../../run.ts';
import type { Shard } from './shard.ts';

/** What a run file says before its results: enough to judge them later, without the repository that they were asked in. */
export interface RunHeader {
  readonly subject: RunSubject;
  readonly role: 'candidate' | 'baseline';
  /** Names the evaluation that the run is a part of (`evaluationDigest`): the same for candidate, baseline and all shards. */
  readonly evaluation: Digest;
  readonly gate: Gate;
  /** Where the suite stood, relative to the workspace. */
  readonly file?: string;
  /** What to type to get the whole evaluation again. */
  readonly command: string;
  /** Absent when the run has all cases. */
  readonly shard?: Shard;
}

const VERSION = 2;

/** Names an evaluation by what it judges. */
export function evaluationDigest(candidate: RunSubject): Digest {
  return digestOf({ v: 1, kind: 'evaluation', subject: subjectJson(candidate) });
}

/** True when two runs asked the same of the same. */
export function isSameSubject(one: RunSubject, other: RunSubject): boolean {
  return evaluationDigest(one) === evaluationDigest(other);
}

/** The first line of a run file. */
export function runHeaderJson({ subject, gate, ...members }: RunHeader): object {
  return { run: VERSION, subject: subjectJson(subject), ...members, gate: { ...gate, scorers: [...gate.scorers] } };
}

/** Reads the first line of a run file; undefined when it is none that this version wrote. */
export function parseRunHeader(value: unknown): RunHeader | undefined {
  const parsed = headerSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { run: _, subject, gate, shard, file, ...members } = parsed.data;
  return {
    ...members,
    subject: { ...subject, scorers: new Map(subject.scorers) } as RunSubject,
    gate: { ...gate, scorers: new Map(gate.scorers) } as Gate,
    ...(shard !== undefined && { shard }),
    ...(file !== undefined && { file }),
  };
}

function subjectJson({ scorers, judges, ...members }: RunSubject): JsonObject {
  const judging = judges && Object.fromEntries(Object.entries(judges).map(([scorer, judge]) => [scorer, { ...judge }]));
  return { ...members, ...(judging && { judges: judging }), scorers: [...scorers].map((entry) => [...entry]) };
}

const digest = z.custom<Digest>(isDigest);
const count = z.int().nonnegative();
const promptId = z.string().transform((id) => id as PromptId);

const headerSchema = z.looseObject({
  run: z.literal(VERSION),
  subject: z.looseObject({
    suite: z.string(),
    suiteDigest: digest,
    datasetDigest: digest,
    scorers: z.array(z.tuple([z.string(), digest])),
    judges: z.record(z.string(), z.object({ prompt: promptId, promptDigest: digest, model: z.string() })).optional(),
    prompt: promptId,
    promptDigest: digest,
    reference: z.string(),
    model: z.string(),
    repeat: count.min(1),
    seed: count,
    cases: count,
  }),
  role: z.enum(['candidate', 'baseline']),
  evaluation: digest,
  gate: z.looseObject({
    scorers: z.array(z.tuple([z.string(), z.looseObject({})])),
    maxErrorRate: z.number(),
    mustPassTags: z.array(z.string()),
  }),
  command: z.string(),
  file: z.string().optional(),
  shard: z.object({ index: count.min(1), count: count.min(1) }).optional(),
});

import * as z from 'zod';

/**
 * Bounds of the document. A report travels between jobs as an artifact, and that of a fork's pull request is a
 * stranger's: whoever reads it back checks it against this schema, and takes nothing else of it for true.
 */
export const MOST_LINE = 2_000;
export const MOST_FINDINGS = 5_000;
const MOST_PROMPTS = 10_000;
export const MOST_CHANGES = 100;

const line = z.string().max(MOST_LINE);
const count = z.int().nonnegative();
const promptId = z.string().max(300);

/** The gates of a pull request, in the order in which they are judged. */
export const CI_GATES = ['check', 'secrets', 'lock', 'breaking', 'eval', 'plan'] as const;
export type CiGate = (typeof CI_GATES)[number];

const finding = z.strictObject({
  gate: z.enum(CI_GATES),
  rule: line,
  severity: z.enum(['error', 'warning', 'info']),
  message: line,
  hint: line.exactOptional(),
  /** The prompt or suite that it is about, where it is about one. */
  subject: line.exactOptional(),
  /** Relative to the top of the repository; lines and columns count from 1. */
  place: z.strictObject({ file: line, line: count, column: count, endLine: count, endColumn: count }).exactOptional(),
  /** Why it is accepted; absent when it is not. */
  accepted: line.exactOptional(),
});

const gate = z.strictObject({
  gate: z.enum(CI_GATES),
  /** `skipped`: there was nothing to judge, or it could not be asked here; `summary` says which. `trouble`: it could not be judged. */
  status: z.enum(['passed', 'warned', 'failed', 'skipped', 'trouble']),
  /** One line for people. */
  summary: line,
  /** The exit code that this gate alone would end with. */
  exitCode: count,
  /** Its result is shown and decides nothing, because `--fail-on` leaves it out. */
  advisory: z.literal(true).exactOptional(),
});

const evaluation = z.strictObject({
  suite: line,
  prompt: promptId,
  outcome: z.enum(['passed', 'failed', 'invalid', 'unjudged']),
  /** Why this suite was chosen: what changed that it covers. */
  reason: line,
  /** The version that it was compared with, as people call it; absent when only absolute bounds counted. */
  baseline: line.exactOptional(),
  cases: count,
  /** Dollars; absent where no price is known. */
  cost: z.number().nonnegative().exactOptional(),
  scorers: z
    .array(
      z.strictObject({
        scorer: line,
        gates: z.boolean(),
        /** Mean, or share of passed cases: 0 to 1 for most scorers. */
        score: z.number().exactOptional(),
        baseline: z.number().exactOptional(),
        /** Score less baseline, with its interval. */
        delta: z.number().exactOptional(),
        interval: z.tuple([z.number(), z.number()]).exactOptional(),
      }),
    )
    .max(200),
  problems: z.array(line).max(200),
});

const plannedMove = z.strictObject({
  prompt: promptId,
  from: line.exactOptional(),
  to: line.exactOptional(),
  changes: z.array(line).max(MOST_CHANGES),
});

const plan = z.strictObject({
  environment: line,
  moves: z.array(plannedMove).max(MOST_PROMPTS),
  refusals: z.array(z.strictObject({ code: line, prompt: promptId.exactOptional(), message: line, satisfy: line })).max(MOST_FINDINGS),
});

const changedPrompt = z.strictObject({
  prompt: promptId,
  change: z.enum(['added', 'removed', 'changed', 'renamed']),
  /** What changed, in short lines. */
  changes: z.array(line).max(MOST_CHANGES),
});

/** What `promptlane ci --json` prints: one verdict over all gates of a change, and what led to it. */
export const ciDocument = z.strictObject({
  schema: z.literal('promptlane/ci/v1'),
  /** `trouble`: some gate could not be judged, which is no pass. */
  verdict: z.enum(['passed', 'failed', 'trouble']),
  exitCode: count,
  /** One line for people. */
  summary: line,
  /** What the change was compared with, as people call it. */
  against: line,
  /** The commit that was judged, and whether the working tree held more. */
  commit: line.exactOptional(),
  /** Offline checks and recorded answers only, because the change is a stranger's. */
  restricted: z.boolean(),
  /** Why it is, in one sentence. */
  restrictedBecause: line.exactOptional(),
  gates: z.array(gate).max(CI_GATES.length),
  changed: z.array(changedPrompt).max(MOST_PROMPTS),
  /** By gate, then by place; errors before warnings. */
  findings: z.array(finding).max(MOST_FINDINGS),
  /** Findings that the bound above left out. */
  unlisted: count,
  breaking: z.strictObject({ count, semver: z.enum(['major', 'minor', 'patch', 'none']) }).exactOptional(),
  lock: z.enum(['current', 'outdated', 'missing', 'invalid']).exactOptional(),
  evaluations: z.array(evaluation).max(1_000),
  /** Suites that the change does not touch, which were not run. */
  unaffected: z
    .array(z.strictObject({ suite: line, prompt: promptId, reason: line }))
    .max(1_000)
    .exactOptional(),
  /** Dollars spent on models. */
  cost: z.number().nonnegative().exactOptional(),
  plans: z.array(plan).max(100),
});

export type CiDocument = z.infer<typeof ciDocument>;
export type CiFinding = CiDocument['findings'][number];

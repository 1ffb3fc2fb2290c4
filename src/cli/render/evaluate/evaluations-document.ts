import * as z from 'zod';
import { DIGEST_PATTERN } from '../../../base/digest.ts';

const digest = z.string().regex(DIGEST_PATTERN);
const share = z.number().min(0).max(1);
const count = z.int().min(0);
const caseId = z.string().describe('Content id of the case: a digest over its inputs and what is expected.');
const label = z.string().describe('Short text that lets a person recognise the case.');

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() }).describe('A figure with its two-sided 95 % interval.');

const run = z.object({
  reference: z.string().describe('How the version was named: tree, production, a revision.'),
  promptDigest: digest,
  model: z.string(),
  cell: z.string().optional().describe('Which cell of the matrix of the suite was asked.'),
  filter: z.string().optional().describe('Which part of the cases was asked for, in words; absent: all that the suite selects.'),
  suiteDigest: digest,
  datasetDigest: digest,
  scorerDigests: z
    .record(z.string(), digest)
    .describe('By the id of the scorer; covers the judge prompt, model or module that it is bound to.'),
  cases: count.describe('Cases that the suite selects.'),
  repeat: count.describe('Answers asked for each case.'),
  seed: z.number(),
  results: count,
  errors: z
    .array(
      z.object({
        caseId,
        label,
        sample: count,
        scorer: z.string().optional().describe('Absent when the model failed.'),
        message: z.string(),
      }),
    )
    .describe('Results with an error of the model or of a scorer.'),
  cachedShare: share.describe('Of the results: what came from the cache or from a recording.'),
  cost: z
    .object({
      total: z.number().describe('What all answers and judges cost when they were asked.'),
      judging: z.number().optional().describe('The part of `total` that judges took.'),
      spent: z.number().describe('The part that was paid now.'),
      unpriced: count.describe('Answers whose price is not known.'),
    })
    .describe('US dollars.'),
  usage: z.object({ input: z.number(), output: z.number(), cachedInput: z.number().optional() }).describe('Tokens.'),
  latencyMs: z.object({ p50: z.number(), p95: z.number() }).optional().describe('Of the original calls; absent without an answer.'),
});

const check = z.object({
  kind: z.enum(['mean', 'pass-rate', 'p50', 'p95', 'must-pass', 'cost', 'regression', 'strict']),
  scorer: z.string().optional().describe('Absent when it is about the whole run.'),
  tag: z.string().optional().describe('The tag of the cases that it is about; absent: all.'),
  asked: z.string(),
  observed: z.number().optional().describe('In the unit of `asked`; absent when there was nothing to observe, which never passes.'),
  verdict: z.enum(['pass', 'fail', 'inconclusive']),
  blocks: z.boolean().describe('This check alone makes the gate fail.'),
  reason: z.string(),
});

const caseScore = z.object({
  score: z.number().describe('Mean of the repeats.'),
  pass: z.boolean().describe('Every repeat passed.'),
  reason: z.string().optional(),
});

const caseComparison = z.object({
  caseId,
  label,
  tags: z.array(z.string()).optional(),
  change: z.enum(['improved', 'stable', 'regressed', 'new', 'removed', 'errored']),
  baseline: caseScore.optional(),
  candidate: caseScore.optional(),
  error: z.string().optional(),
});

const counts = z.object({ improved: count, stable: count, regressed: count, new: count, removed: count, errored: count });

const statistics = z
  .object({
    metric: z.string().optional().describe('What is compared of a case.'),
    method: z.enum(['binary', 'mean']),
    pairs: count.describe('Cases scored in both runs.'),
    clusters: count.describe('Independent units: fewer than pairs when cases share a group.'),
    baseline: estimate,
    candidate: estimate,
    delta: estimate.describe('candidate − baseline: negative is worse.'),
    confidence: share,
    largestDrop: z.number().describe('The largest drop that the data still allow at this confidence.'),
    p: share.describe('One-sided: how often a candidate that is no worse would look at least this bad.'),
    adjustedP: share.optional().describe('By Holm over the scorers with a regression rule.'),
    detectableDrop: z.number().optional().describe('Smallest true drop that this many pairs show in four of five runs.'),
    neededPairs: z.number().optional().describe('Pairs that would tell, in four of five runs.'),
  })
  .describe('What the pairs of one scorer say together.');

const scorer = z.object({
  scorer: z.string(),
  digest,
  judge: z
    .object({ prompt: z.string(), promptDigest: digest, model: z.string() })
    .optional()
    .describe('The prompt and the model that judge for it; absent for a scorer that asks none.'),
  gates: z.boolean().describe('The gate asks something of it; otherwise it is only shown.'),
  orderDecided: z.number().optional().describe('Share of the answers, put beside another one, of which the order decided.'),
  figures: z.object({
    cases: count.describe('Cases with a score.'),
    mean: estimate.optional(),
    passRate: estimate.optional(),
    p50: z.number().optional().describe('Of the raw figures of a scorer that measures.'),
    p95: z.number().optional(),
  }),
  failures: z
    .array(z.object({ caseId, label, reason: z.string().optional(), answer: z.string().optional().describe('The start of the answer.') }))
    .describe('Every case of the candidate that failed in any repeat.'),
  comparison: z
    .object({
      scorer: z.string(),
      cases: z.array(caseComparison),
      counts,
      newFailures: z.array(caseComparison).describe('Passed under the baseline and fails now.'),
      newPasses: z.array(caseComparison),
      statistics: statistics.optional().describe('Absent when no case was scored in both runs.'),
    })
    .optional()
    .describe('Absent without a baseline, and when the run is invalid.'),
});

const report = z.object({
  schema: z.literal('promptlane/eval-report/v1'),
  suite: z.string(),
  prompt: z.string(),
  outcome: z.enum(['passed', 'failed', 'invalid', 'unjudged']),
  problems: z
    .array(z.object({ code: z.string(), run: z.enum(['candidate', 'baseline']), message: z.string() }))
    .describe('Why the run says nothing about quality; empty unless `invalid`.'),
  checks: z.array(check).describe('What the gate asked, and what it saw.'),
  unjudged: z
    .array(z.object({ scorer: z.string().optional(), tag: z.string().optional(), asked: z.string(), reason: z.string() }))
    .optional()
    .describe('What the gate asks and this run could not be held to, for example because there is no baseline. None of it was kept.'),
  candidate: run,
  baseline: run.nullable().describe('Null: there was none, and only absolute bounds counted.'),
  scorers: z.array(scorer).describe('In the order of the suite.'),
  slices: z
    .array(z.object({ tag: z.string(), scorer: z.string(), counts, statistics: statistics.optional(), rankingP: share.optional() }))
    .optional()
    .describe('By tag, the likeliest regressions first: for reading, never for a verdict.'),
  command: z.string().describe('What to type to get this report again.'),
});

const evaluation = z.object({ suite: z.string(), prompt: z.string(), cell: z.string().optional() });

/** What `promptlane eval --json` prints; schemas/eval.schema.json is generated from it. */
export const evaluationsDocument = z.object({
  schema: z.literal('promptlane/evaluations/v1'),
  tool: z.object({ name: z.literal('promptlane'), version: z.string() }),
  judged: z.boolean().describe('False when nothing was run, which is no pass.'),
  choice: z
    .object({
      against: z.string().optional().describe('What a change was measured from; absent: no change was asked for.'),
      selected: z.array(
        evaluation.extend({ file: z.string(), cases: count, filter: z.string().optional(), reason: z.string().optional() }),
      ),
      skipped: z.array(evaluation.extend({ reason: z.string() })),
      gone: z.array(z.object({ suite: z.string(), prompt: z.string() })).describe('What suites judged before the change, and no more.'),
    })
    .optional()
    .describe('What was run of everything that could be, and why. Absent where runs were only read.'),
  reports: z.array(report),
});

type Readonlied<Value> = Value extends readonly (infer Item)[]
  ? readonly Readonlied<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Readonlied<Value[Name]> }
    : Value;

export type EvaluationsDocument = Readonlied<z.input<typeof evaluationsDocument>>;

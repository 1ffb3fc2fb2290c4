import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDuration } from '../../base/duration.ts';
import { Failure } from '../../base/failure.ts';
import { parseShard } from '../../evals/runner/record/shard.ts';
import { parseBaseline } from '../../evals/suite/parse-baseline.ts';
import type { Baseline } from '../../evals/suite/suite.ts';
import type { EvaluateRequest } from '../../workflows/evaluation/evaluate.ts';
import type { Accepted } from '../../workflows/evaluation/judge-runs.ts';
import { wholeNumber } from '../program/flag-values.ts';

/** How runs are bounded and judged, as the flags say it. */
export interface BoundFlags {
  readonly concurrency?: string;
  readonly deadline?: string;
  readonly shard?: string;
  readonly baseline?: string;
  readonly accept?: string;
}

const DEFAULT_CONCURRENCY = 8;
const ACCEPTABLE: Accepted = ['dataset', 'scorers'];

/** Reads the flags of a run. @throws Failure `usage-invalid` */
export function runBounds(flags: BoundFlags, directory: string): Omit<EvaluateRequest, 'evaluations'> {
  const { deadline, shard, baseline, accept } = flags;
  return {
    concurrency: Math.max(...concurrencyOf(flags).values()),
    ...(deadline !== undefined && { deadlineMs: deadlineOf(deadline) }),
    ...(shard !== undefined && { shard: parseShard(shard) }),
    ...(baseline !== undefined && { baseline: baselineOf(baseline, directory) }),
    ...(accept !== undefined && { accept: acceptedOf(accept) }),
  };
}

/** Calls at once: for every provider under `''`, and for those that were named. @throws Failure `usage-invalid` */
export function concurrencyOf({ concurrency = '' }: BoundFlags): ReadonlyMap<string, number> {
  const named = concurrency
    .split(',')
    .filter(Boolean)
    .map((text): [string, number] => {
      const at = text.indexOf('=');
      return [text.slice(0, Math.max(0, at)), wholeNumber('--concurrency', text.slice(at + 1), { from: 1 })];
    });
  return new Map([['', DEFAULT_CONCURRENCY], ...named]);
}

/** Reads `dataset,scorers`. @throws Failure `usage-invalid` */
export function acceptedOf(text: string): Accepted {
  const named = text.split(',').map((part) => part.trim());
  const unknown = named.find((part) => !ACCEPTABLE.some((known) => known === part));
  if (unknown === undefined) return ACCEPTABLE.filter((known) => named.includes(known));
  throw new Failure('usage-invalid', `--accept takes ${ACCEPTABLE.join(' and ')}, not "${unknown}".`, {
    hint: 'It lets a baseline count that answered another dataset, or was scored by other scorers.',
  });
}

function baselineOf(text: string, directory: string): Baseline {
  const file = resolve(directory, text.replace(/^file:/, ''));
  if (text.startsWith('file:') || existsSync(file)) return { kind: 'file', file };
  const baseline = parseBaseline(text);
  if (baseline !== undefined) return baseline;
  throw new Failure('usage-invalid', `--baseline takes an environment, a revision, a run file or "none", not "${text}".`, {
    hint: 'Like `--baseline production`, `--baseline git:main` or `--baseline .promptlane/runs/<run>`.',
  });
}

function deadlineOf(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new Failure('usage-invalid', `--deadline takes a duration like 30s or 2m, not "${text}".`);
}

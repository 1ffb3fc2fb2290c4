import type { z } from 'zod';
import type { RunSubject } from '../../evals/run.ts';
import type { subjectSchema } from '../../protocol/runs.ts';

/** What was run, as the protocol says it. */
export function wireSubject({ scorers, judges, ...subject }: RunSubject): z.output<typeof subjectSchema> {
  const judging = judges && Object.fromEntries(Object.entries(judges).map(([scorer, judge]) => [scorer, { ...judge }]));
  return { ...subject, ...(judging && { judges: judging }), scorers: [...scorers].map(([id, digest]) => [id, digest]) };
}

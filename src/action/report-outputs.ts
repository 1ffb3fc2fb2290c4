import type { CiDocument } from '../workflows/ci/document/ci-document.ts';

/** The outputs that a report gives. What it does not know is left out. */
export function reportOutputs(document: CiDocument): Record<string, string> {
  const { verdict, changed, breaking, lock, cost } = document;
  const { score, delta } = furthestFallen(document) ?? {};
  const known: Readonly<Record<string, string | number | undefined>> = {
    result: verdict,
    changed: changed.length,
    'breaking-count': breaking?.count,
    'lock-status': lock,
    score,
    'score-delta': delta,
    cost,
  };
  return Object.fromEntries(Object.entries(known).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

interface Score {
  readonly score: number;
  readonly delta?: number;
}

/** Of all scores from 0 to 1 that gates look at, the one that fell furthest; where no baseline is known, the lowest. */
function furthestFallen({ evaluations }: CiDocument): Score | undefined {
  const scores = evaluations
    .flatMap(({ scorers }) => scorers)
    .flatMap(({ gates, score, delta }): Score[] =>
      gates && score !== undefined && score >= 0 && score <= 1 ? [{ score, ...(delta !== undefined && { delta }) }] : [],
    );
  return scores.sort((left, right) => (left.delta ?? 0) - (right.delta ?? 0) || left.score - right.score)[0];
}

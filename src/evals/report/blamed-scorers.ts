import type { EvalReport } from './eval-report.ts';

/**
 * The scorers whose failing cases made the gate fail.
 *
 * A gate that asks for 90 % lives with failing cases: reports that other tools turn red by show as failures only those of
 * scorers that the gate refused, so that they are red when the gate is.
 */
export function blamedScorers({ checks, scorers }: Pick<EvalReport, 'checks' | 'scorers'>): ReadonlySet<string> {
  const blocking = checks.filter(({ blocks }) => blocks);
  const named = blocking.flatMap(({ scorer }) => (scorer === undefined ? [] : [scorer]));
  if (!blocking.some(({ kind, scorer }) => kind === 'must-pass' && scorer === undefined)) return new Set(named);
  const gating = scorers.filter(({ gates }) => gates);
  return new Set([...named, ...(gating.length > 0 ? gating : scorers).map(({ scorer }) => scorer)]);
}

import type { Place } from '../../base/failure.ts';
import type { ScoreResult } from '../run.ts';
import type { Ballot } from '../scorer/judged/verdict.ts';
import { type Agreement, cohenKappa, type Kappa, NOMINAL } from './kappa.ts';
import type { LabelledAnswer } from './labelled-answers.ts';

/** How a judge agrees with people. */
export interface Calibration {
  /** `quadratic` for figures, where a near miss is better than a far one; `none` for choices and for pass or fail. */
  readonly weights: 'none' | 'quadratic';
  /** The answers that were compared. */
  readonly answers: number;
  /** Share of the answers of which both say exactly the same. */
  readonly agreement: number;
  /** Absent where chance alone would agree always: people, or the judge and people, know one verdict only. */
  readonly kappa?: Kappa;
  /** Every verdict that was given, in order. */
  readonly verdicts: readonly string[];
  /** How often: rows what people said, columns what the judge said. */
  readonly counts: readonly (readonly number[])[];
  readonly disagreements: readonly Disagreement[];
  /** Answers that the judge could not judge. */
  readonly errors: readonly { readonly where: Place; readonly label: string; readonly message: string }[];
  /** US dollars of what the judge was asked, as far as prices are known. */
  readonly cost: number;
}

/** An answer of which a judge says something else than a person. */
export interface Disagreement {
  readonly where: Place;
  /** The case. */
  readonly label: string;
  readonly people: string;
  readonly judge: string;
  readonly reason?: string;
}

/** An answer with what people and the judge said of it. */
export interface JudgedAnswer {
  readonly labelled: LabelledAnswer;
  readonly score: ScoreResult;
}

interface Pair extends Disagreement {
  readonly cost: number;
}

/** What of labels no judge with this ballot could say, in words; undefined when all can be compared. */
export function labelProblem(answers: readonly LabelledAnswer[], ballot: Ballot): { where: Place; message: string } | undefined {
  const kinds = new Set(answers.map(({ label }) => typeof label));
  const mixed = kinds.size > 1 ? answers.find(({ label }) => typeof label !== typeof answers[0]?.label) : undefined;
  if (mixed) return { where: mixed.case.where, message: 'Some labels say pass or fail, and this one a verdict: use one of the two.' };
  const wrong = answers.find(({ label }) => typeof label === 'string' && !isSayable(label, ballot));
  if (wrong === undefined) return undefined;
  const sayable = ballot.kind === 'scale' ? `figures from ${ballot.min} to ${ballot.max}` : Object.keys(ballot.choices).join(', ');
  return { where: wrong.case.where, message: `The judge could not say "${wrong.label}": it says ${sayable}; or write pass or fail.` };
}

/** Compares a judge with people. The labels must be such as the judge could say (`labelProblem`). */
export function calibrateJudge(judged: readonly JudgedAnswer[], ballot: Ballot): Calibration {
  const pairs = judged.flatMap(pairOf);
  const isScale = ballot.kind === 'scale' && judged.some(({ labelled }) => typeof labelled.label === 'string');
  const verdicts = orderedVerdicts(pairs, isScale);
  const place = new Map(verdicts.map((verdict, index) => [verdict, index]));
  const counts = verdicts.map(() => verdicts.map(() => 0));
  for (const { people, judge } of pairs) {
    const row = counts[place.get(people) ?? 0] ?? [];
    const column = place.get(judge) ?? 0;
    row[column] = (row[column] ?? 0) + 1;
  }
  const kappa = cohenKappa(counts, isScale ? byDistance(verdicts.map(Number)) : NOMINAL);
  const disagreements = pairs.filter(({ people, judge }) => people !== judge).map(({ cost: _, ...said }) => said);
  return {
    weights: isScale ? 'quadratic' : 'none',
    answers: pairs.length,
    agreement: pairs.length === 0 ? 0 : 1 - disagreements.length / pairs.length,
    ...(kappa !== undefined && { kappa }),
    verdicts,
    counts,
    disagreements,
    errors: judged.flatMap(
      ({
        labelled: {
          case: { where, label },
        },
        score,
      }) => ('error' in score ? [{ where, label, message: score.error }] : []),
    ),
    cost: pairs.reduce((sum, { cost }) => sum + cost, 0),
  };
}

function pairOf({ labelled, score }: JudgedAnswer): Pair[] {
  if ('error' in score) return [];
  const { label, where } = labelled.case;
  const said = (pass: boolean) => (pass ? 'pass' : 'fail');
  const [people, judge] =
    typeof labelled.label === 'boolean' ? [said(labelled.label), said(score.pass)] : [labelled.label, score.verdict ?? ''];
  const { reason, cost = 0 } = score;
  return [{ where, label, people: plain(people), judge: plain(judge), cost, ...(reason !== undefined && { reason }) }];
}

/** `4.0` of a table is the judge's `4`. */
function plain(verdict: string): string {
  return /^-?\d+(\.\d+)?$/.test(verdict) ? String(Number(verdict)) : verdict;
}

function orderedVerdicts(pairs: readonly Pair[], isScale: boolean): string[] {
  const given = [...new Set(pairs.flatMap(({ people, judge }) => [people, judge]))];
  return isScale ? given.sort((one, other) => Number(one) - Number(other)) : given.sort();
}

/** Quadratic weights by the figures themselves: half points and figures that nobody gave keep their distance. */
function byDistance(figures: readonly number[]): Agreement {
  const range = Math.max(...figures) - Math.min(...figures);
  return (one, other) => (range > 0 ? 1 - (((figures[one] ?? 0) - (figures[other] ?? 0)) / range) ** 2 : 1);
}

function isSayable(label: string, ballot: Ballot): boolean {
  if (ballot.kind === 'choices') return Object.hasOwn(ballot.choices, label);
  const figure = Number(label);
  return figure >= ballot.min && figure <= ballot.max;
}

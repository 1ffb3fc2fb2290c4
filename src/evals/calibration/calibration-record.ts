import * as z from 'zod';
import { type Digest, isDigest } from '../../base/digest.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { figureText } from '../gate/figure-text.ts';

/** How far one judge agreed with people: what a gate goes by. */
export interface CalibratedJudge {
  readonly suite: string;
  readonly scorer: string;
  /** Of the scorer, with its judge prompt and model. */
  readonly digest: Digest;
  /** Of the labels. */
  readonly labels: Digest;
  readonly answers: number;
  readonly kappa: number;
  /** Of κ, at 95 %. */
  readonly low: number;
  readonly high: number;
}

const digest = z.custom<Digest>(isDigest);
const recordSchema = z.object({
  calibration: z.literal(1),
  judges: z.array(
    z.object({
      suite: z.string(),
      scorer: z.string(),
      digest,
      labels: digest,
      answers: z.int().nonnegative(),
      kappa: z.number(),
      low: z.number(),
      high: z.number(),
    }),
  ),
});

/** Reads what earlier calibrations found; undefined for a text that is none. */
export function parseCalibrations(text: string): readonly CalibratedJudge[] | undefined {
  const parsed = recordSchema.safeParse(jsonValue(text));
  return parsed.success ? parsed.data.judges : undefined;
}

/** The text of the file, with one entry for each scorer: a new one takes the place of the old. */
export function calibrationsText(before: readonly CalibratedJudge[], now: readonly CalibratedJudge[]): string {
  const nameOf = ({ suite, scorer }: CalibratedJudge) => JSON.stringify([suite, scorer]);
  const judges = new Map([...before, ...now].map((judge) => [nameOf(judge), judge]));
  const ordered = [...judges].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, judge]) => judge);
  return `${JSON.stringify({ calibration: 1, judges: ordered }, null, 2)}\n`;
}

/** What a suite asks of a judge before it may gate, with what is there now. */
export interface CalibrationQuestion {
  readonly suite: string;
  readonly scorer: string;
  readonly digest: Digest;
  readonly labels: Digest;
  readonly minKappa: number;
}

/** Why a judge may not gate, in a sentence; undefined when it may. */
export function calibrationProblem(
  { suite, scorer, digest: own, labels, minKappa }: CalibrationQuestion,
  judges: readonly CalibratedJudge[],
): string | undefined {
  const again = 'Run `promptlane eval calibrate`.';
  const found = judges.find((judge) => judge.suite === suite && judge.scorer === scorer);
  if (found === undefined) return `The judge "${scorer}" was never compared with people. ${again}`;
  if (found.digest !== own) return `The judge "${scorer}" has changed since it was compared with the labels of people. ${again}`;
  if (found.labels !== labels) return `The labels of people have changed since the judge "${scorer}" was compared with them. ${again}`;
  if (found.kappa >= minKappa) return undefined;
  return `The judge "${scorer}" agrees with people by κ ${figureText(found.kappa)} (${figureText(found.low)}…${figureText(found.high)}), and ${figureText(minKappa)} is asked.`;
}

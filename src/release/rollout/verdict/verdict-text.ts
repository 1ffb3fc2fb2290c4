import { counted } from '../../../base/text/counted.ts';
import type { GuardrailVerdict, InconclusiveCause, Measured, SplitCheck } from './rollout-verdict.ts';

/** One guardrail in words and figures, as the audit log keeps it: a sentence. */
export function guardrailText(guardrail: GuardrailVerdict): string {
  const { metric, variant, verdict, margin, harm, control, candidate, because } = guardrail;
  const sides = `${variant} ${measuredText(candidate)}, control ${measuredText(control)}`;
  if (verdict === 'inconclusive') return `${metric} is inconclusive: ${BECAUSE[because ?? 'interval']} (${sides}).`;
  const range = harm ? `by ${figure(harm.low)} to ${figure(harm.high)}` : '';
  const than =
    verdict === 'worse'
      ? `worse ${range}, more than the ${figure(margin)} that is accepted`
      : `no worse than the ${figure(margin)} that is accepted (${range})`;
  return `${metric} of ${variant} is ${than} (${sides}).`;
}

/** A broken split as a sentence. */
export function splitText({ expected, exposed, p, sequentialP }: SplitCheck): string {
  const groups = Object.keys(expected).map((group) => `${group} ${exposed[group] ?? 0} of ${Math.round(expected[group] ?? 0)}`);
  return `The units do not split as the weights say: ${groups.join(', ')} (p ${figure(sequentialP)} at any look, χ² p ${figure(p)}).`;
}

/** Silence as a sentence. */
export function quietText(after: string): string {
  return `Nobody was exposed for ${after}.`;
}

/** A figure to four digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

const BECAUSE: Readonly<Record<InconclusiveCause, string>> = {
  'no-figures': 'there are no figures',
  'too-few-units': 'too few units',
  uneven: 'one side lacks figures for more of its units than the other',
  'no-spread': 'all values are the same',
  interval: 'the margin is within what is still possible',
};

function measuredText({ units, mean }: Measured): string {
  return mean === undefined ? counted(units, 'unit') : `${figure(mean)} over ${counted(units, 'unit')}`;
}

import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Estimate } from '../../../models/tokens/estimate.ts';
import { dollars } from './dollars.ts';

/** Says what requests will take: tokens, their price, and how near the count is. */
export function estimateNote(estimates: readonly Estimate[], color: ChalkInstance): string {
  const total = (figure: (estimate: Estimate) => number | undefined) =>
    estimates.reduce<number | undefined>((sum, estimate) => addKnown(sum, figure(estimate)), 0);
  const [first] = estimates;
  if (first === undefined) return 'Nothing to estimate.';
  const { approximation, encoding, model } = first;
  const sign = approximation === undefined ? '' : '≈ ';
  const most = total(({ maxOutput }) => maxOutput);
  const cost = total((estimate) => estimate.cost?.input);
  const mostCost = total((estimate) => estimate.cost?.most);
  const figures = [
    `${sign}${counted(total(({ input }) => input) ?? 0, 'token')} in`,
    most === undefined ? 'answers of any length' : `at most ${most} out`,
    cost === undefined
      ? 'no price is known'
      : `${sign}${dollars(cost)} in${mostCost === undefined ? '' : `, at most ${dollars(mostCost)} in all`}`,
  ];
  const requests = estimates.length > 1 ? `${counted(estimates.length, 'request')}: ` : '';
  const near = approximation === undefined ? '' : `; near, not exact: ${approximation}`;
  return `${requests}${figures.join(' · ')}\n${color.dim(printable(`${model ?? 'no model'}, counted with ${encoding}${near}`))}`;
}

/** One figure that is not known leaves the sum unknown. */
function addKnown(sum: number | undefined, figure: number | undefined): number | undefined {
  return sum === undefined || figure === undefined ? undefined : sum + figure;
}

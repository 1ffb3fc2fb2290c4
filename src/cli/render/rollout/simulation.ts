import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Simulation } from '../../../workflows/rollouts/simulated-rollout.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';
import { percent } from './headline.ts';

/** Renders what calls would get, a step on each line. */
export function simulationText(
  { prompt, environment, calls, steps, explained }: Simulation,
  color: ChalkInstance,
  columns: number,
): string {
  const ids = Object.keys(steps[0]?.variants ?? {});
  const header = ['step', 'coverage', ...ids.map(printable), 'why'].map((title) => color.dim(title));
  const rows = steps.map(({ coverage, variants, reasons }, index) => [
    String(index + 1),
    percent(coverage),
    ...ids.map((id) => {
      const { served = 0, compared = 0 } = variants[id] ?? {};
      return `${percent(calls === 0 ? 0 : served / calls)}, ${compared} compared`;
    }),
    Object.entries(reasons)
      .map(([reason, count]) => `${reason} ${count}`)
      .join(', '),
  ]);
  return [
    `${color.bold(printable(prompt))} in ${environment}, ${counted(calls, 'call')}:`,
    fittedTable(header, rows, columns),
    ...(explained ?? []).map(
      ({ coverage, variant, reason, unit }) =>
        `  at ${percent(coverage)} this call gets ${color.cyan(printable(variant))} ${color.dim(`(${reason}${unit === undefined ? '' : `, unit ${printable(unit)}`})`)}`,
    ),
  ].join('\n');
}

export function simulationJson(simulation: Simulation): string {
  return jsonDocument('promptlane/rollout-simulation/v1', simulation);
}

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { checkAndLock } from './check-and-lock.ts';
import { dataset } from './dataset.ts';
import { evaluate } from './eval/evaluate.ts';
import { history } from './history.ts';
import { hook } from './hook.ts';
import { push } from './push.ts';
import { registry } from './registry/registry.ts';
import type { Row, Scenario } from './row.ts';
import { sdk } from './sdk/client.ts';
import { startUp } from './start-up.ts';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'start-up': startUp,
  hook,
  check: checkAndLock,
  history,
  push,
  registry,
  eval: evaluate,
  dataset,
  sdk,
};

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  peer: { type: 'string', multiple: true },
} as const;

/** Measures the built command line and prints one table. Reports; a goal that is missed is said and fails nothing. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const { quick, full, peer: peers = [] } = values;
  const names = values.only ?? Object.keys(SCENARIOS);
  const unknown = names.filter((name) => !(name in SCENARIOS));
  if (unknown.length > 0) throw new Error(`No scenario ${unknown.join(', ')}; there are ${Object.keys(SCENARIOS).join(', ')}.`);
  const rows: Row[] = [];
  for (const name of names) {
    process.stderr.write(`Measuring ${name}\n`);
    rows.push(...(await SCENARIOS[name]!({ quick, full, peers })));
  }
  const [cpu] = cpus();
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown CPU'}; medians of runs in turn${quick ? ', quick: rough' : ''}`,
  );
  console.log(table(rows));
}

function table(rows: readonly Row[]): string {
  const lines = [['', 'promptlane', 'beside it', 'ratio', 'goal', ''], ...rows.map(cellsOf)];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf({ what, ours, beside, ratio, goal }: Row): string[] {
  return [
    what,
    ours,
    beside,
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    goal?.text ?? '',
    goal ? (goal.isMet ? 'met' : 'missed') : '',
  ];
}

await main();

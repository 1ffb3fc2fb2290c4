import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackground } from '../background.ts';
import { inTurn, promptlane, runNode, type Usage } from '../measure.ts';
import { type Row, ratioWithin, type Scale, timeText } from '../row.ts';
import { inFolder } from '../workspace.ts';
import { bareLoopArgument, type EvalLoad, evalProject } from './eval-project.ts';
import { besidePromptfoo } from './promptfoo.ts';

const MODEL_SERVER = fileURLToPath(new URL('./model-server.ts', import.meta.url));
const BARE_LOOP = fileURLToPath(new URL('./bare-loop.mjs', import.meta.url));

const MB_LIMIT = 200;
/** How much more a hundred thousand cases may take than ten thousand: what is kept of a case is some 500 bytes. */
const FLAT = 1.5;

/** What is measured by default, in some four minutes. */
const CELLS: readonly EvalLoad[] = [
  { count: 1_000, latencyMs: 0, concurrency: 1 },
  { count: 1_000, latencyMs: 20, concurrency: 20 },
  { count: 10_000, latencyMs: 20, concurrency: 20 },
  { count: 10_000, latencyMs: 20, concurrency: 100 },
  { count: 10_000, latencyMs: 0, concurrency: 20 },
];
const EVERY_CELL: readonly EvalLoad[] = [1_000, 10_000].flatMap((count) =>
  [20, 0].flatMap((latencyMs) => [1, 20, 100].map((concurrency) => ({ count, latencyMs, concurrency }))),
);
const MANY: EvalLoad = { count: 100_000, latencyMs: 0, concurrency: 100 };

/** Evaluations with three deterministic scorers, kept in the answer cache and a run file, beside a loop that keeps nothing. */
export async function evaluate({ quick, full, peers }: Scale): Promise<Row[]> {
  const server = await startBackground(['--import', 'tsx', MODEL_SERVER]);
  const rows: Row[] = [];
  try {
    const cells = quick ? [{ count: 500, latencyMs: 20, concurrency: 20 }] : full ? EVERY_CELL : CELLS;
    for (const load of cells) rows.push(...(await measureCell(server.url, load, full && load.count <= 1_000 ? 3 : 1)));
    if (!quick) rows.push(...(await measureFlatness(server.url)));
    if (peers.includes('promptfoo')) rows.push(...(await besidePromptfoo(server.url)));
    return rows;
  } finally {
    await server.stop();
  }
}

async function measureCell(origin: string, load: EvalLoad, rounds: number): Promise<Row[]> {
  const { bare, cold, warm } = await inFolder(evalProject(origin, load), (root) =>
    inTurn(rounds, {
      bare: () => runNode([BARE_LOOP, bareLoopArgument(origin, load)]),
      cold: () => {
        rmSync(join(root, '.promptlane'), { recursive: true, force: true });
        return evaluateIn(root, load);
      },
      warm: () => evaluateIn(root, load),
    }),
  );
  const ratio = cold.wallMs / bare.wallMs;
  return [
    {
      what: `eval, ${loadText(load)}`,
      ours: timeText(cold),
      beside: `${timeText(bare)} undici + ajv`,
      ratio,
      goal: ratioWithin(ratio, 1.25),
    },
    cpuRow(cold, bare, load),
    memoryRow(cold, bare),
    { what: '  again, from the cache', ours: `${timeText(warm)}, ${Math.round(warm.peakMb)} MB`, beside: '' },
  ];
}

function cpuRow(ours: Usage, bare: Usage, { count }: EvalLoad): Row {
  const [cpu, bareCpu] = [ours.cpuMs / count, bare.cpuMs / count];
  const shown = {
    what: '  CPU per case',
    ours: `${cpu.toFixed(2)} ms`,
    beside: `${bareCpu.toFixed(2)} ms undici + ajv`,
    ratio: cpu / bareCpu,
  };
  return { ...shown, goal: { text: '≤ 1.00 ms', isMet: cpu <= 1 } };
}

function memoryRow(ours: Usage, bare: Usage): Row {
  const shown = { what: '  peak memory', ours: `${Math.round(ours.peakMb)} MB`, beside: `${Math.round(bare.peakMb)} MB undici + ajv` };
  return { ...shown, ratio: ours.peakMb / bare.peakMb, goal: { text: `< ${MB_LIMIT} MB`, isMet: ours.peakMb < MB_LIMIT } };
}

/** Ten times as many cases must not take ten times the memory. */
async function measureFlatness(origin: string): Promise<Row[]> {
  const once = (load: EvalLoad) => inFolder(evalProject(origin, load), (root) => evaluateIn(root, load));
  const few = await once({ ...MANY, count: MANY.count / 10 });
  const many = await once(MANY);
  const ratio = many.peakMb / few.peakMb;
  return [
    {
      what: `eval, ${loadText(MANY)}`,
      ours: timeText(many),
      beside: '',
      goal: { text: '≤ 1.00 ms CPU per case', isMet: many.cpuMs <= MANY.count },
    },
    {
      what: '  peak memory',
      ours: `${Math.round(many.peakMb)} MB`,
      beside: `${Math.round(few.peakMb)} MB for a tenth of the cases`,
      ratio,
      goal: { text: `< ${MB_LIMIT} MB, ≤ ${FLAT.toFixed(2)}×`, isMet: many.peakMb < MB_LIMIT && ratio <= FLAT },
    },
  ];
}

/** Runs the suite of a project. */
export function evaluateIn(root: string, { concurrency }: EvalLoad): Promise<Usage> {
  return promptlane(['eval', '--concurrency', String(concurrency)], { cwd: root });
}

/** How a load is called in a row. */
export function loadText({ count, latencyMs, concurrency }: EvalLoad): string {
  return `${count} cases, ${latencyMs} ms, ${concurrency} at once`;
}

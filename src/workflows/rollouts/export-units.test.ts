import { expect, test } from 'vitest';
import type { PromptId } from '../../prompt/prompt.ts';
import type { RolloutUnit } from '../../protocol/rollouts.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { type ExportFormat, exportedUnits } from './export-units.ts';

const NAME = { environment: 'production' as EnvironmentName, prompt: 'support/triage' as PromptId };
const UNITS: RolloutUnit[] = [
  { unit: '=cmd()', variant: 'candidate', firstAt: 0, measures: { error_rate: { count: 2, mean: 0.5 }, cost: { count: 1, mean: -0.1 } } },
  { unit: 'a "b", c', variant: 'control', firstAt: 0, measures: {} },
];

/** A page for each unit. */
const registry = {
  rolloutUnits: async (_name: unknown, cursor = '0') => {
    const index = Number(cursor);
    return { units: UNITS.slice(index, index + 1), ...(index + 1 < UNITS.length && { next: String(index + 1) }) };
  },
};

async function exported(format: ExportFormat): Promise<string> {
  let text = '';
  for await (const piece of exportedUnits(registry, NAME, format)) text += piece;
  return text;
}

test('CSV has a row for each unit and metric, follows pages, and runs no formula', async () => {
  expect(await exported('csv')).toBe(`unit,variant,first_seen,metric,outcomes,mean
'=cmd(),candidate,1970-01-01T00:00:00.000Z,error_rate,2,0.5
'=cmd(),candidate,1970-01-01T00:00:00.000Z,cost,1,-0.1
"a ""b"", c",control,1970-01-01T00:00:00.000Z,,,
`);
});

test('JSON Lines has a line for each unit, as it is', async () => {
  const lines = (await exported('jsonl')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { unit: '=cmd()', measures: { cost: { mean: -0.1 } } },
    { unit: 'a "b", c' },
  ]);
});

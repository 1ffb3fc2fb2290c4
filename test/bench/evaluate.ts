import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackground } from './background.ts';
import { inTurn, promptlane, runNode } from './measure.ts';
import { type Row, ratioWithin, type Scale, timeText } from './row.ts';
import { inFolder } from './workspace.ts';

const MODEL_SERVER = fileURLToPath(new URL('./model-server.ts', import.meta.url));
const BARE_LOOP = fileURLToPath(new URL('./bare-loop.mjs', import.meta.url));
const CONCURRENCY = 20;
const SYSTEM = 'Sort the question into a category and answer it in one sentence.';
const SCHEMA = {
  type: 'object',
  properties: { category: { enum: ['billing', 'shipping'] }, reply: { type: 'string', minLength: 1 } },
  required: ['category', 'reply'],
  additionalProperties: false,
};

/** A cold evaluation at 20 ms per answer, kept in the answer cache and a run file, over a loop that keeps nothing. */
export async function evaluate({ quick }: Scale): Promise<Row[]> {
  const count = quick ? 500 : 10_000;
  const server = await startBackground(['--import', 'tsx', MODEL_SERVER]);
  try {
    return await inFolder(files(server.url, count), async (root) => {
      const loop = JSON.stringify({ url: server.url, count, concurrency: CONCURRENCY, schema: SCHEMA, system: SYSTEM });
      const { bare, ours } = await inTurn(quick ? 1 : 3, {
        bare: () => runNode([BARE_LOOP, loop]),
        ours: () => {
          rmSync(join(root, '.promptlane'), { recursive: true, force: true });
          return promptlane(['eval', '--concurrency', String(CONCURRENCY)], { cwd: root });
        },
      });
      const ratio = ours.wallMs / bare.wallMs;
      const [cpu, bareCpu] = [ours.cpuMs / count, bare.cpuMs / count];
      const peak = Math.round(ours.peakMb);
      return [
        {
          what: `eval, ${count} cases`,
          ours: timeText(ours),
          beside: `${timeText(bare)} undici + ajv`,
          ratio,
          goal: ratioWithin(ratio, 1.25),
        },
        {
          what: '  CPU per case',
          ours: `${cpu.toFixed(2)} ms`,
          beside: `${bareCpu.toFixed(2)} ms undici + ajv`,
          ratio: cpu / bareCpu,
          goal: { text: '≤ 1.00 ms', isMet: cpu <= 1 },
        },
        {
          what: '  peak memory',
          ours: `${peak} MB`,
          beside: `${Math.round(bare.peakMb)} MB undici + ajv`,
          ratio: ours.peakMb / bare.peakMb,
          goal: { text: '< 200 MB', isMet: peak < 200 },
        },
      ];
    });
  } finally {
    await server.stop();
  }
}

function files(baseUrl: string, count: number): ReadonlyMap<string, string> {
  const prompt = {
    model: 'bench/fixed',
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: '{{ question }}' },
    ],
    responseFormat: 'json_schema',
    jsonSchema: { name: 'answer', schema: SCHEMA },
  };
  const suite = { suite: 'answers', prompts: ['answer'], dataset: 'answers.jsonl', scorers: [{ id: 'schema', uses: 'json-schema' }] };
  const config = { models: { providers: { bench: { kind: 'openai', baseUrl } } } };
  const rows = Array.from({ length: count }, (_, index) => JSON.stringify({ inputs: { question: `Question ${index}` } }));
  return new Map([
    ['promptlane.config.yaml', JSON.stringify(config)],
    ['prompts/answer.prompt.yaml', JSON.stringify(prompt, null, 2)],
    ['evals/answers.eval.yaml', JSON.stringify({ ...suite, gate: { schema: { passRate: '= 1' } } })],
    ['evals/answers.jsonl', `${rows.join('\n')}\n`],
  ]);
}

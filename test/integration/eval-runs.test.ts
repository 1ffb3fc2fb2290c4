import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runHere, succeed } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const CASES = 24;
let server: FakeOpenAI;
let workspace: TemporaryWorkspace;
beforeEach(async () => {
  // Questions whose number ends with 3 are answered without the wanted word.
  server = await fakeOpenAI({
    treat: ({ body }) => ({ kind: 'answer', text: /3$/.test(body.messages.at(-1)?.content ?? '') ? 'no' : 'Answer' }),
  });
  workspace = temporaryWorkspace(suiteFiles(server.url, CASES));
});
afterEach(() => server.close());

const promptlane = (...args: string[]) => runHere(args, { cwd: workspace.path });
const works = (...args: string[]) => succeed(args, { cwd: workspace.path });

/** The reports of a document, byte for byte but for what a clock measured. */
function reportsIn(json: string): string {
  const { reports } = JSON.parse(json) as { reports: unknown };
  return JSON.stringify(reports, (name, value: unknown) => (name === 'latencyMs' ? undefined : value));
}

function onlyRunFile(folder: string): string {
  const [name, ...others] = readdirSync(join(workspace.path, folder), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.jsonl'),
  );
  expect(others).toEqual([]);
  return join(workspace.path, folder, name as string);
}

describe('shards', () => {
  test('ask every case once, and merge into what one run reports, whatever the order of the files', async () => {
    const whole = await works('eval', '--json', '--no-cache');
    server.requests.splice(0);
    for (const shard of ['3/3', '1/3', '2/3']) await works('eval', '--no-cache', '--shard', shard, '--out', `runs/${shard[0]}`);

    expect(server.requests).toHaveLength(CASES);
    expect(reportsIn(await works('eval', 'merge', 'runs', '--json'))).toBe(reportsIn(whole));
    expect(reportsIn(await works('eval', 'merge', 'runs/2', 'runs/3', 'runs/1', '--json'))).toBe(reportsIn(whole));
  });

  test('are judged only together: a missing one is named, one too many and one of another prompt are refused', async () => {
    for (const shard of ['1/3', '3/3']) await works('eval', '--shard', shard, '--out', `runs/${shard[0]}`);
    expect(await promptlane('eval', 'merge', 'runs')).toMatchObject({
      exitCode: 9,
      stderr: expect.stringContaining('shard 2/3 is missing'),
    });

    await works('eval', '--shard', '2/3', '--out', 'again/2');
    await works('eval', '--shard', '3/3', '--out', 'again/3');
    const twice = await promptlane('eval', 'merge', 'runs', 'again');
    expect(twice).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('shard 3/3 of the candidate is there twice') });

    workspace.write({ 'prompts/shared/tone.partial.md': 'Answer otherwise.\n' });
    await works('eval', '--shard', '2/3', '--out', 'other');
    expect(await promptlane('eval', 'merge', 'runs', 'other')).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('missing') });
  });

  test('that were cut off are no complete run', async () => {
    for (const shard of ['1/2', '2/2']) await works('eval', '--shard', shard, '--out', `runs/${shard[0]}`);
    const file = onlyRunFile('runs/2');
    writeFileSync(file, readFileSync(file).subarray(0, -5));
    expect(await promptlane('eval', 'merge', 'runs')).toMatchObject({ exitCode: 9, stdout: expect.stringContaining('INVALID') });
  });

  test('promise no report: one that is asked for is refused before anybody is', async () => {
    for (const flags of [
      ['--report', 'html=report.html'],
      ['--format', 'junit'],
      ['--output', 'eval.txt'],
    ]) {
      expect(await promptlane('eval', '--shard', '1/2', ...flags)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('eval merge'),
      });
    }
    expect(server.requests).toEqual([]);
  });

  test('make, merged, every report that one run of all cases makes from its files', async () => {
    const formats = ['text', 'json', 'markdown', 'junit', 'sarif', 'github', 'gitlab', 'csv'];
    const reports = (name: string) => formats.flatMap((format) => ['--report', `${format}=${name}.${format}`]);
    const sizes = (name: string) => formats.map((format) => readFileSync(join(workspace.path, `${name}.${format}`)).length);
    // All answers come from the cache then, with the latency of their calls.
    await works('eval');
    await works('eval', '--shard', '1/2', '--out', 'runs/1');
    await works('eval', '--shard', '2/2', '--out', 'runs/2');
    await works('eval', 'merge', 'runs', ...reports('merged'));
    await works('eval', '--out', 'whole');
    await works('eval', 'report', 'whole', ...reports('told'));
    await works('eval', 'compare', 'whole', 'runs', ...reports('compared'));

    expect(sizes('merged')).toEqual(sizes('told'));
    expect(readFileSync(join(workspace.path, 'compared.json'), 'utf8')).toContain('"comparison"');
  });

  test('do not write where runs lie already', async () => {
    await works('eval', '--shard', '1/2', '--out', 'runs');
    expect(await promptlane('eval', '--shard', '2/2', '--out', 'runs')).toMatchObject({ exitCode: 2 });
  });
});

describe('a run that was stopped', () => {
  test('goes on from its file without a cache, and reports what it had reported uninterrupted', async () => {
    const whole = await works('eval', '--json', '--no-cache', '--out', 'whole');
    const lines = readFileSync(onlyRunFile('whole'), 'utf8').split('\n');
    // As a kill leaves it: ten whole results and half of one.
    workspace.write({ 'stopped/run.jsonl': `${lines.slice(0, 11).join('\n')}\n${lines[11]?.slice(0, 40)}` });
    server.requests.splice(0);

    const resumed = await works('eval', '--json', '--no-cache', '--resume', 'stopped');

    expect(server.requests).toHaveLength(CASES - 10);
    expect(reportsIn(resumed)).toBe(reportsIn(whole));
  });

  test('loses nothing when what went on with it is stopped too, before or while it takes the answers over', async () => {
    await works('eval', '--no-cache', '--out', 'whole');
    const lines = readFileSync(onlyRunFile('whole'), 'utf8').split('\n');
    const runs = '.promptlane/runs/2000-01-0';
    workspace.write({
      [`${runs}1/run.jsonl`]: `${lines.slice(0, 11).join('\n')}\n`,
      [`${runs}2/run.jsonl`]: `${lines.slice(0, 3).join('\n')}\n`,
      [`${runs}2/resumed-from`]: `${join(workspace.path, `${runs}1`)}\n`,
      [`${runs}3/run.jsonl`]: '',
    });
    server.requests.splice(0);

    await works('eval', '--no-cache', '--resume', 'last');

    expect(server.requests).toHaveLength(CASES - 10);
  });

  test('is not gone on with once the prompt is another', async () => {
    await works('eval', '--no-cache', '--out', 'before');
    workspace.write({ 'prompts/shared/tone.partial.md': 'Answer otherwise.\n' });
    server.requests.splice(0);
    await works('eval', '--no-cache', '--resume', 'before');
    expect(server.requests).toHaveLength(CASES);
  });
});

describe('runs that are there', () => {
  test('are reported again, compared and taken as a baseline without asking anybody', async () => {
    const whole = await works('eval', '--json', '--out', 'before');
    server.requests.splice(0);
    expect(reportsIn(await works('eval', 'report', 'before', '--json'))).toBe(reportsIn(whole));
    expect(JSON.parse(await works('eval', 'compare', 'before', 'before', '--json'))).toMatchObject({
      reports: [{ outcome: 'passed', scorers: [{ comparison: { counts: { stable: CASES } } }] }],
    });
    expect(JSON.parse(await works('eval', '--baseline', 'before', '--json'))).toMatchObject({ reports: [{ baseline: { cases: CASES } }] });
    expect(server.requests).toEqual([]);
  });

  test('of other cases count as a baseline only where that is accepted', async () => {
    await works('eval', '--out', 'before');
    appendFileSync(join(workspace.path, 'evals/greeting.jsonl'), '{"inputs":{"question":"One more"}}\n');
    expect(await promptlane('eval', '--baseline', 'before')).toMatchObject({ exitCode: 9 });
    expect(await promptlane('eval', '--baseline', 'before', '--accept', 'dataset')).toMatchObject({ exitCode: 0 });
    expect(await promptlane('eval', '--accept', 'cases')).toMatchObject({ exitCode: 2 });
  });

  test('are told from other files', async () => {
    workspace.write({ 'odd.jsonl': '{"run":1}\n' });
    expect(await promptlane('eval', 'report', 'odd.jsonl')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('run-unreadable'),
    });
    expect(await promptlane('eval', 'report', 'prompts')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no run') });
  });
});

describe('the cache', () => {
  test('answers alone offline, and names what it lacks', async () => {
    await works('eval');
    server.requests.splice(0);
    await works('eval', '--offline');
    appendFileSync(join(workspace.path, 'evals/greeting.jsonl'), '{"inputs":{"question":"One more"}}\n');
    const { exitCode, stdout } = await promptlane('eval', '--offline');
    expect([exitCode, server.requests.length]).toEqual([9, 0]);
    expect(stdout).toContain('One more');
  });

  test('is renewed by --refresh', async () => {
    await works('eval');
    server.requests.splice(0);
    await works('eval', '--refresh');
    await works('eval');
    expect(server.requests).toHaveLength(CASES);
  });

  test.each([
    ['exec', `{ id: own, uses: exec, command: [${process.execPath}, scorers/own.mjs] }`],
    ['js', '{ id: own, uses: js, module: scorers/own.mjs }'],
  ])('keeps what a scorer by %s says until its file changes', async (uses, scorer) => {
    const suite = suiteFiles(server.url, 2)['evals/greeting.eval.yaml'] as string;
    const files = (verdict: number) => ({
      'scorers/own.mjs':
        uses === 'js'
          ? `export default () => ({ score: ${verdict}, reason: String(Math.random()) });`
          : `console.log(JSON.stringify({ score: ${verdict}, reason: String(Math.random()) }));`,
      'evals/greeting.jsonl': '{"inputs":{"question":"One"}}\n',
      'evals/greeting.eval.yaml': suite.replace('scorers: [', `scorers: [${scorer}, `),
    });
    /** What the scorer said of the only case, with a reason that is another each time. */
    const said = async (...flags: string[]) => {
      await works('eval', '--out', 'said', ...flags);
      const [line = ''] = readFileSync(onlyRunFile('said'), 'utf8').split('\n').slice(1);
      rmSync(join(workspace.path, 'said'), { recursive: true });
      return (JSON.parse(line) as { scores: { score: number; reason: string }[] }).scores[0];
    };

    workspace.write(files(0.7));
    const first = await said();
    expect(first).toMatchObject({ score: 0.7 });
    expect(await said()).toEqual(first);
    const refreshed = await said('--refresh');
    expect(refreshed).not.toEqual(first);
    expect(await said()).toEqual(refreshed);
    expect(await said('--no-cache')).not.toEqual(refreshed);
    workspace.write(files(0.2));
    expect(await said()).toMatchObject({ score: 0.2 });
    workspace.write({ 'evals/greeting.eval.yaml': files(0.2)['evals/greeting.eval.yaml'].replace('id: own,', 'id: own, cache: false,') });
    expect(await said()).not.toEqual(await said());
  });
});

test('a bound of cost that cannot be kept is refused before anything is asked', async () => {
  const { exitCode, stderr } = await promptlane('eval', '--max-cost', '1');
  expect([exitCode, server.requests.length]).toEqual([2, 0]);
  expect(stderr).toContain('price-unknown');
});

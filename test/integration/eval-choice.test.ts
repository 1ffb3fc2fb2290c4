import { beforeAll, describe, expect, test } from 'vitest';
import type { CliResult } from '../support/cli.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { temporaryRepository } from '../support/git-repository.ts';

const PIPELINE = `let text = ''; for await (const part of process.stdin) text += part;
const { model, messages } = JSON.parse(text);
console.log(JSON.stringify({ text: model + ': ' + messages.map(({ content }) => content).join(' | '), cost: 0.001 }));
`;
const PROMPT = 'model: openai/gpt-4o-mini\nmessages: [{ role: user, content: "{{ question }}" }]\n';
const SUITE = `suite: places
prompts: [ask]
dataset: places.jsonl
target: { exec: ["${process.execPath}", pipeline.mjs] }
matrix: { model: [openai/small, openai/large] }
scorers: [{ id: says, uses: contains, value: "{{ expected }}" }]
gate: { says: { passRate: "= 1" }, mustPass: [edge] }
`;
const ROWS = [
  { id: 'rome', inputs: { question: 'Rome?' }, expected: 'Rome', tags: ['edge'] },
  { id: 'oslo', inputs: { question: 'Oslo?' }, expected: 'Oslo' },
  { id: 'talk', inputs: { question: 'Hello' }, turns: ['Bern?', 'Wien?'], expected: 'Bern? | openai/' },
];

const repository = temporaryRepository();
const at = (args: readonly string[]): Promise<CliResult> => runHere(['eval', ...args], { cwd: repository.path });
const document = async (args: readonly string[]) => JSON.parse(await succeed(['eval', ...args, '--json'], { cwd: repository.path }));

beforeAll(() => {
  repository.commit({
    'promptlane.config.yaml': 'environments: { development: {} }\n',
    '.gitignore': '.promptlane/\n',
    'pipeline.mjs': PIPELINE,
    'prompts/ask.prompt.yaml': PROMPT,
    'prompts/other.prompt.yaml': `${PROMPT}testData: [{ question: a }]\nevaluators: [{ name: a, string: { contains: a } }]\n`,
    'evals/places.eval.yaml': SUITE,
    'evals/places.jsonl': ROWS.map((row) => JSON.stringify(row)).join('\n'),
  });
  repository.git('checkout', '--quiet', '-b', 'topic');
});

describe('eval of a suite with a matrix and a target', () => {
  test('judges each cell by the whole gate, and compares them', async () => {
    const { stdout, exitCode } = await at(['places']);
    expect(stdout).toMatch(/CELL +SAYS +COST +P50 +P95 +VERDICT\nopenai\/small +1 .*passed\nopenai\/large +1 .*passed/);
    expect(exitCode).toBe(0);
  });

  test('asks one cell where a model is named', async () => {
    const { reports } = await document(['places', '--model', 'openai/other', '--case', 'oslo']);
    expect(reports).toMatchObject([{ candidate: { model: 'openai/other' } }]);
  });
});

describe('eval of some of the cases', () => {
  test('says so wherever it says what came of it', async () => {
    const { reports, choice } = await document(['places', '--filter', 'OSLO', '--model', 'openai/other']);
    expect(reports).toMatchObject([{ outcome: 'passed', candidate: { cases: 1, filter: '"OSLO"' }, checks: [{ scorer: 'says' }] }]);
    expect(choice.selected).toMatchObject([{ cases: 1, filter: '"OSLO"' }]);
    const { stdout } = await at(['places', '--limit', '1', '--model', 'openai/other']);
    expect(stdout).toMatch(/PASSED.*on some of the cases only \(the first 1\)/);
    expect(stdout).toContain('rerun    promptlane eval places --model openai/other --limit 1');
  });

  test('of which there are none asks nobody', async () => {
    expect(await at(['--tag', 'none'])).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('[case-unknown]') });
    expect(await at(['--limit', '0'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--limit takes a whole number') });
  });
});

describe('eval of what a change touches', () => {
  test('says from where suites are measured when prompts are measured from an environment, whose pins name no commit', async () => {
    const { stderr, exitCode } = await at(['--changed', '--against', 'development', '--list']);
    expect([exitCode, stderr]).toEqual([0, '']);
    const { against } = await document(['--changed', '--against', 'development', '--list']);
    expect(against).toMatch(/^development \(suites and datasets: since [0-9a-f]{12}\)$/);
  });

  test('judges nothing where it touches nothing, and never says passed', async () => {
    const { stdout, exitCode } = await at(['--changed']);
    expect(stdout).toMatch(/^Nothing was judged: since [0-9a-f]{12} the change touches none of 3 evaluations\.\n/);
    expect(stdout).not.toContain('PASSED');
    expect(exitCode).toBe(0);
    expect(await document(['--changed'])).toMatchObject({ judged: false, reports: [], choice: { selected: [], skipped: [{}, {}, {}] } });
  });

  test.each<[string, Record<string, string>, string]>([
    ['the prompt', { 'prompts/ask.prompt.yaml': PROMPT.replace('{{', 'Well: {{') }, 'the prompt changed'],
    ['a file of its target', { 'pipeline.mjs': `${PIPELINE}\n` }, 'its file pipeline.mjs changed'],
    ['its matrix', { 'evals/places.eval.yaml': SUITE.replace('openai/large]', 'openai/large, openai/huge]') }, 'the suite changed'],
    ['its cases', { 'evals/places.jsonl': '{"inputs":{"question":"Bonn?"},"expected":"Bonn","tags":["edge"]}\n' }, 'its dataset changed'],
  ])('runs a suite for %s, with the reason', async (_what, files, reason) => {
    repository.write(files);
    const { selected, skipped } = await document(['--changed', '--against', 'main', '--list']);
    repository.git('checkout', '--quiet', '.');
    expect(selected.length).toBeGreaterThan(1);
    for (const one of selected) expect(one).toMatchObject({ suite: 'places', reason });
    expect(skipped).toMatchObject([{ prompt: 'other' }]);
  });

  test('runs every suite where nothing is known of how they were', async () => {
    repository.write({ 'evals/places.jsonl': '{"inputs":{"question":"Bonn?"},"expected":"Bonn","tags":["edge"]}\n' });
    const { selected, skipped } = await document(['--changed', '--against', 'index', '--list']);
    repository.git('checkout', '--quiet', '.');
    expect(selected).toMatchObject(Array.from({ length: 3 }, () => ({ reason: expect.stringContaining('it is not known how') })));
    expect(skipped).toEqual([]);
  });

  test('runs a suite for the run that it names as its baseline', async () => {
    const suite = `${SUITE}baseline: file:base.jsonl\n`;
    repository.commit({ 'evals/places.eval.yaml': suite, 'evals/base.jsonl': '{}\n' });
    repository.write({ 'evals/base.jsonl': '{ }\n' });
    const { selected } = await document(['--changed', '--against', 'HEAD', '--list']);
    repository.git('reset', '--quiet', '--hard', 'HEAD^');
    expect(selected).toMatchObject([{ reason: 'its file evals/base.jsonl changed' }, { reason: 'its file evals/base.jsonl changed' }]);
  });
});

describe('what a case attaches', () => {
  test('is read from the workspace alone, and names the case by its bytes', async () => {
    const { symlinkSync } = await import('node:fs');
    repository.write({ 'evals/images/a.png': Buffer.from('iVBORw0KGgo=', 'base64'), 'evals/images/b.txt': 'a note' });
    symlinkSync('/etc/hosts', `${repository.path}/evals/images/link.txt`);
    const asking = async (file: string) => {
      repository.write({ 'evals/places.jsonl': JSON.stringify({ inputs: { question: 'a' }, expected: 'a', attachments: [{ file }] }) });
      return at(['places', '--list']);
    };
    expect(await asking('images/a.png')).toMatchObject({ exitCode: 0 });
    expect(await asking('images/link.txt')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('outside the workspace') });
    expect(await asking('../../../etc/hosts')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/outside the workspace|cannot be read/),
    });
    expect(await asking('images/none.png')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('relative to the dataset') });
    repository.git('checkout', '--quiet', '.');
  });
});

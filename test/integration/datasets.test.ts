import { describe, expect, test } from 'vitest';
import { runHere, succeed } from '../support/command-line.ts';
import { suiteFiles, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const ROWS = [
  { inputs: { question: 'Where is my order?' }, expected: 'delivery', tags: ['typical'] },
  { inputs: { question: 'Cancel it.' }, expected: 'order', tags: ['typical', 'edge'] },
];
const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** A suite with a dataset, and a dataset that no suite asks. */
function project(rows: readonly object[] = ROWS): TemporaryWorkspace {
  return temporaryWorkspace({
    ...suiteFiles('http://127.0.0.1:1', 1),
    'evals/greeting.jsonl': lines(rows),
    'datasets/spare.csv': 'question,expected\nWho?,nobody\n',
  });
}

describe('dataset ls', () => {
  test('shows what each dataset holds and who asks it', async () => {
    const { path: cwd } = project();
    const rows = (await succeed(['dataset', 'ls'], { cwd })).split('\n').map((line) => line.split(/ {2,}/));
    expect(rows.map(([path, cases, expected, , suites, tags]) => [path, cases, expected, suites, tags])).toEqual([
      ['DATASET', 'CASES', 'EXPECTED', 'SUITES', 'TAGS'],
      ['datasets/spare.csv', '1', '1', 'none', 'none'],
      ['evals/greeting.jsonl', '2', '2', 'greeting', 'typical 2, edge 1'],
    ]);
    expect(JSON.parse(await succeed(['dataset', 'ls', 'evals/greeting.jsonl', '--json'], { cwd }))).toMatchObject({
      schema: 'promptlane/datasets/v1',
      datasets: [{ path: 'evals/greeting.jsonl', cases: 2, tags: { typical: 2, edge: 1 }, suites: ['greeting'] }],
    });
  });

  test.each([
    ['missing.jsonl', /The dataset missing\.jsonl cannot be read\. \[file-unreadable\]/],
    ['../elsewhere.jsonl', /lies outside the workspace\. \[file-unreadable\]/],
    ['promptlane.lock', /is in no format of a dataset\. \[file-unreadable\]/],
  ])('refuses %s', async (name, stderr) => {
    const { path: cwd } = project();
    expect(await runHere(['dataset', 'ls', name], { cwd })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });
});

describe('dataset lint', () => {
  test('passes what is fine', async () => {
    const { path: cwd } = project();
    expect(await runHere(['dataset', 'lint'], { cwd })).toMatchObject({ exitCode: 0, stdout: '✓ 2 files: 0 errors, 0 warnings' });
  });

  test('names what the suites that ask a dataset would refuse, at its row, without asking anybody', async () => {
    const { path: cwd } = project([...ROWS, { inputs: { qestion: 'x' } }]);
    const { exitCode, stdout } = await runHere(['dataset', 'lint', 'evals/greeting.jsonl'], { cwd });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/evals\/greeting\.jsonl\n {2}3:1 +error .*cannot be rendered.*case-unrenderable/);
  });

  test('warns of rows that contradict each other, and ends well', async () => {
    const { path: cwd } = project([...ROWS, { inputs: { question: 'Cancel it.' }, expected: 'refund' }]);
    const { exitCode, stdout } = await runHere(['dataset', 'lint', '--json'], { cwd });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'promptlane/dataset-lint/v1',
      warnings: 1,
      diagnostics: [{ file: 'evals/greeting.jsonl', rule: 'case-contradicted', range: { line: 3 } }],
    });
  });
});

describe('dataset diff', () => {
  test('says which cases came, went, and expect something else since a commit', async () => {
    const workspace = project();
    const [, cancel] = ROWS;
    workspace.write({ 'evals/greeting.jsonl': lines([{ ...cancel, expected: 'refund' }, { inputs: { question: 'New?' } }]) });
    expect(await succeed(['dataset', 'diff', 'evals/greeting.jsonl'], { cwd: workspace.path })).toBe(
      [
        'evals/greeting.jsonl at HEAD → evals/greeting.jsonl',
        '  + line 2    New?',
        '  - line 1    Where is my order?',
        '  ~ line 1    Cancel it.',
        '      expects "order" → "refund"',
        '1 added, 1 removed, 1 with another expectation, 0 the same',
      ].join('\n'),
    );
  });

  test('compares two files in any format, and a file that is new with nothing', async () => {
    const workspace = project();
    workspace.write({ 'datasets/new.csv': 'question,expected\nWho?,nobody\nWhen?,now\n' });
    const at = { cwd: workspace.path };
    expect(JSON.parse(await succeed(['dataset', 'diff', 'datasets/spare.csv', 'datasets/new.csv', '--json'], at))).toMatchObject({
      schema: 'promptlane/dataset-diff/v1',
      added: [{ inputs: { question: 'When?' }, expected: 'now', line: 3 }],
      removed: [],
      same: 1,
    });
    expect(await succeed(['dataset', 'diff', 'datasets/new.csv'], at)).toContain('2 added, 0 removed');
  });

  test('refuses a dataset that is broken, with the place', async () => {
    const workspace = project();
    workspace.write({ 'evals/greeting.jsonl': '{"inputs": 3}\n' });
    expect(await runHere(['dataset', 'diff', 'evals/greeting.jsonl'], { cwd: workspace.path })).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/evals\/greeting\.jsonl:1:1: .*\[suite-invalid\]/),
    });
  });
});

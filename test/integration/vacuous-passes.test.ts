import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runHere } from '../support/command-line.ts';
import { type FakeOpenAI, fakeOpenAI, type Treatment } from '../support/fake-openai.ts';
import { type TemporaryRepository, temporaryRepository } from '../support/git-repository.ts';

const ROWS = 6;
const SUITE = `suite: answers
prompts: [ask]
dataset: cases.jsonl
scorers:
  - { id: right, uses: contains, value: "{{ expected }}" }
gate:
  right: { passRate: ">= 0.5" }
`;
const row = (index: number) => ({ id: `r${index}`, inputs: { question: `q${index}` }, expected: `q${index}`, tags: ['typical'] });
const rows = (...changed: readonly object[]) =>
  [...changed, ...Array.from({ length: ROWS }, (_, index) => row(index))].map((one) => JSON.stringify(one)).join('\n');
const PROMPT = 'model: fake/small\nmessages:\n  - role: user\n    content: "Answer: {{ question }}"\n';

let provider: FakeOpenAI;
let treat: (asked: string) => Treatment;
beforeAll(async () => {
  provider = await fakeOpenAI({ treat: ({ body }) => treat(String(body.messages.at(-1)?.content)) });
});
afterAll(() => provider.close());

let repository: TemporaryRepository;
beforeEach(() => {
  provider.requests.length = 0;
  treat = (asked) => ({ kind: 'answer', text: asked });
  repository = temporaryRepository();
  write({});
});

/** The sound project, with what a case breaks of it. */
function write({ suite = SUITE, cases = rows(), config = '' }: { suite?: string; cases?: string; config?: string }): void {
  repository.write({
    'promptlane.config.yaml': `models:\n  providers:\n    fake: { kind: openai, baseUrl: "${provider.url}" }\n    gone: { kind: openai, baseUrl: "http://127.0.0.1:9/v1" }\n${config}`,
    'prompts/ask.prompt.yaml': PROMPT,
    'evals/answers.eval.yaml': suite,
    'evals/cases.jsonl': cases,
  });
}

const evaluate = (...flags: string[]) => runHere(['eval', ...flags], { cwd: repository.path });
const lock = () => runHere(['lock'], { cwd: repository.path });

/** One way to have nothing to judge by. */
interface Vacuum {
  readonly name: string;
  /** The failure's code, a rule of a finding, or the code of an integrity problem. */
  readonly code: string;
  /** What the message says that no other does. */
  readonly says: RegExp;
  readonly exitCode: 2 | 3 | 4 | 9;
  /** Requests to the provider at most. */
  readonly calls: number;
  readonly flags?: readonly string[];
  readonly prepare?: () => void | Promise<void>;
}

const swapped = (from: string, to: string) => () => write({ suite: SUITE.replace(from, to) });

/** A scorer of the repository, by its source. */
function custom(source: string): void {
  write({ suite: SUITE.replace('uses: contains, value: "{{ expected }}"', 'uses: js, module: scorers/own.mjs') });
  repository.write({ 'scorers/own.mjs': `export default ${source};\n` });
}

const VACUA: readonly Vacuum[] = [
  {
    name: 'a suite without scorers',
    code: 'wrong-value',
    says: /scorers must not be empty/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('scorers:\n  - { id: right, uses: contains, value: "{{ expected }}" }', 'scorers: []'),
  },
  {
    name: 'a suite that says nothing of scorers',
    code: 'missing-key',
    says: /scorers is missing/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('scorers:\n  - { id: right, uses: contains, value: "{{ expected }}" }\n', ''),
  },
  {
    name: 'a name that no suite has',
    code: 'usage-invalid',
    says: /"anwsers".*Did you mean "answers"/s,
    exitCode: 2,
    calls: 0,
    flags: ['anwsers'],
  },
  {
    name: 'a suite that covers no prompt',
    code: 'suite-invalid',
    says: /covers no prompt/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('[ask]', '[aks]'),
  },
  {
    name: 'a split that matches no case',
    code: 'no-cases',
    says: /selected no case/,
    exitCode: 9,
    calls: 0,
    prepare: swapped('scorers:', 'split: { tags: [edgy] }\nscorers:'),
  },
  {
    name: 'a tag of the command line that matches no case',
    code: 'case-unknown',
    says: /No case fits tag edgy/,
    exitCode: 2,
    calls: 0,
    flags: ['--tag', 'edgy'],
  },
  { name: 'a case that is not there', code: 'case-unknown', says: /No case fits id r99/, exitCode: 2, calls: 0, flags: ['--case', 'r99'] },
  {
    name: 'a case that is not there beside one that is',
    code: 'case-unknown',
    says: /No case fits id r98\./,
    exitCode: 2,
    calls: 0,
    flags: ['--case', 'r1', 'r98'],
  },
  {
    name: 'a case that lacks a variable',
    code: 'case-unrenderable',
    says: /cannot be rendered.*`question` has no value/,
    exitCode: 3,
    calls: 0,
    prepare: () => write({ cases: rows({ inputs: { other: 1 }, expected: 'x' }) }),
  },
  {
    name: 'a case that lacks what a scorer compares with',
    code: 'case-unscorable',
    says: /cannot judge the case/,
    exitCode: 3,
    calls: 0,
    prepare: () => write({ cases: rows({ inputs: { question: 'q' } }) }),
  },
  {
    name: 'a misspelt scorer',
    code: 'scorer-unknown',
    says: /"contians".*Did you mean "contains"/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('uses: contains', 'uses: contians'),
  },
  {
    name: 'a gate on a scorer that the suite lacks',
    code: 'gate-unknown-scorer',
    says: /"rihgt".*Did you mean "right"/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('  right: {', '  rihgt: {'),
  },
  {
    name: 'a bound that everything keeps',
    code: 'wrong-value',
    says: /not every share keeps/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('">= 0.5"', '">= 0"'),
  },
  {
    name: 'a regression without anything to compare with',
    code: 'gate-no-baseline',
    says: /baseline: none/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('gate:\n  right: { passRate: ">= 0.5" }', 'baseline: none\ngate:\n  right: { regression: { maxDrop: 0.1 } }'),
  },
  { name: 'a dataset without rows', code: 'dataset-empty', says: /no rows/, exitCode: 3, calls: 0, prepare: () => write({ cases: '' }) },
  {
    name: 'a dataset that is not there',
    code: 'file-unreadable',
    says: /evals\/none\.jsonl .* cannot be read/,
    exitCode: 2,
    calls: 0,
    prepare: swapped('cases.jsonl', 'none.jsonl'),
  },
  {
    name: 'a row that repeats another',
    code: 'dataset-duplicate',
    says: /the inputs and the expectation of line 1/,
    exitCode: 3,
    calls: 0,
    prepare: () => write({ cases: rows({ ...row(0), id: 'again' }) }),
  },
  {
    name: 'two rows with one id',
    code: 'dataset-duplicate-id',
    says: /The id "r0" is taken/,
    exitCode: 3,
    calls: 0,
    prepare: () => write({ cases: rows({ ...row(9), id: 'r0' }) }),
  },
  {
    name: 'two suites of one name',
    code: 'suite-invalid',
    says: /Two suites are called "answers"/,
    exitCode: 3,
    calls: 0,
    prepare: () => repository.write({ 'evals/more.eval.yaml': SUITE }),
  },
  {
    name: 'a protected tag that no case has',
    code: 'tag-unused',
    says: /protects cases tagged "critical"/,
    exitCode: 9,
    calls: ROWS,
    prepare: swapped('gate:', 'gate:\n  mustPass: [critical]'),
  },
  {
    name: 'a slice that no case is of',
    code: 'tag-unused',
    says: /slice of the cases tagged "edge"/,
    exitCode: 9,
    calls: ROWS,
    prepare: swapped('gate:', 'gate:\n  slices: { edge: { right: { mean: ">= 0.5" } } }'),
  },
  {
    name: 'an unreachable provider',
    code: 'errors',
    says: /ECONNREFUSED.*\(model-unreachable\)/s,
    exitCode: 9,
    calls: 0,
    flags: ['--model', 'gone/small'],
  },
  {
    name: 'a provider that always answers 429',
    code: 'errors',
    says: /fake answered 429/,
    exitCode: 9,
    calls: ROWS * 4,
    prepare: () => {
      treat = () => ({ kind: 'status', status: 429, headers: { 'retry-after-ms': '1' } });
    },
  },
  {
    name: 'a provider that refuses the request',
    code: 'errors',
    says: /fake answered 400.*\(model-refused\)/s,
    exitCode: 9,
    calls: ROWS,
    prepare: () => {
      treat = () => ({ kind: 'status', status: 400 });
    },
  },
  {
    name: 'an empty answer to everything',
    code: 'answers-empty',
    says: /Every answer is empty/,
    exitCode: 9,
    calls: ROWS,
    prepare: () => {
      treat = () => ({ kind: 'answer', text: '' });
    },
  },
  {
    name: 'an unknown price under a budget of the gate',
    code: 'cost-unknown',
    says: /so the budget cannot be checked/,
    exitCode: 9,
    calls: ROWS,
    prepare: swapped('gate:', 'gate:\n  maxCost: 1'),
  },
  {
    name: 'an unknown price under --max-cost',
    code: 'price-unknown',
    says: /so `--max-cost` cannot be kept/,
    exitCode: 2,
    calls: 0,
    flags: ['--max-cost', '1'],
  },
  {
    name: 'a budget of nothing',
    code: 'usage-invalid',
    says: /--max-cost takes a number above 0/,
    exitCode: 2,
    calls: 0,
    flags: ['--max-cost', '0'],
  },
  {
    name: 'a budget of nothing in the gate',
    code: 'wrong-value',
    says: /gate\.maxCost must be more than 0/,
    exitCode: 3,
    calls: 0,
    prepare: swapped('gate:', 'gate:\n  maxCost: 0'),
  },
  {
    name: 'a cassette without the answers',
    code: 'errors',
    says: /has no recording of an answer/,
    exitCode: 9,
    calls: 0,
    flags: ['--cassette', 'empty.jsonl'],
    prepare: () => repository.write({ 'empty.jsonl': '{"cassette":1,"note":"Nothing was recorded."}\n' }),
  },
  {
    name: 'a cache without the answers, offline',
    code: 'errors',
    says: /in the cache, and --offline asks nobody/,
    exitCode: 9,
    calls: 0,
    flags: ['--offline'],
  },
  {
    name: 'a baseline in an environment that is not there',
    code: 'environment-unknown',
    says: /"prodution"/,
    exitCode: 2,
    calls: 0,
    prepare: swapped('gate:', 'baseline: environment:prodution\ngate:'),
  },
  {
    name: 'a baseline run that is not there',
    code: 'usage-invalid',
    says: /--baseline takes .*, not "runs\/none\.jsonl"/,
    exitCode: 2,
    calls: 0,
    flags: ['--baseline', 'runs/none.jsonl'],
  },
  {
    name: 'a baseline whose pinned content is gone',
    code: 'source-missing',
    says: /ask@development is .* whose content is not at hand/,
    exitCode: 4,
    calls: 0,
    async prepare() {
      swapped('gate:', 'baseline: environment:development\ngate:')();
      await lock();
      repository.write({
        'promptlane.lock': readFileSync(join(repository.path, 'promptlane.lock'), 'utf8').replaceAll(/[0-9a-f]{40,64}/g, (hex) =>
          'a'.repeat(hex.length),
        ),
      });
    },
  },
  {
    name: 'an old baseline under a changed dataset',
    code: 'baseline-dataset-differs',
    says: /another version of the dataset/,
    exitCode: 9,
    calls: ROWS + 1,
    flags: ['--baseline', '.promptlane/runs/old'],
    async prepare() {
      await evaluate('--out', '.promptlane/runs/old');
      write({ cases: rows(row(9)) });
    },
  },
  {
    name: 'an old baseline under a changed scorer',
    code: 'baseline-scorers-differ',
    says: /other versions of "right"/,
    exitCode: 9,
    calls: ROWS,
    flags: ['--baseline', '.promptlane/runs/old'],
    async prepare() {
      await evaluate('--out', '.promptlane/runs/old');
      swapped('uses: contains', 'uses: icontains')();
    },
  },
  {
    name: 'a merge that lacks a shard',
    code: 'runs-incomplete',
    says: /shard 2\/2 is missing/,
    exitCode: 9,
    calls: ROWS,
    flags: ['merge', 'half'],
    prepare: async () => void (await evaluate('--shard', '1/2', '--out', 'half')),
  },
  {
    name: 'a scorer that throws',
    code: 'errors',
    says: /the scorer is out of order/,
    exitCode: 9,
    calls: ROWS,
    prepare: () => custom("() => { throw new Error('the scorer is out of order'); }"),
  },
  {
    name: 'a scorer that gives no number',
    code: 'errors',
    says: /a score is a number from 0 to 1/,
    exitCode: 9,
    calls: ROWS,
    prepare: () => custom('() => Number.NaN'),
  },
  {
    name: 'a command that prints nonsense',
    code: 'errors',
    says: /wrote no JSON/,
    exitCode: 9,
    calls: ROWS,
    prepare: swapped('uses: contains, value: "{{ expected }}"', 'uses: exec, command: [echo, nonsense]'),
  },
];

/** What each said, for the last test. */
const heard = new Map<string, string>();

describe('nothing passes by being empty', () => {
  test('the project that the cases break is sound', async () => {
    expect(await evaluate()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('PASSED') });
    expect(provider.requests).toHaveLength(ROWS);
  });

  test.each(VACUA)('$name', async ({ name, code, says, exitCode, calls, flags = [], prepare }) => {
    await prepare?.();
    const result = await evaluate(...flags);
    const said = `${result.stdout}\n${result.stderr}`;
    heard.set(name, said);
    expect({ exitCode: result.exitCode, said }).toEqual({ exitCode, said: expect.stringContaining(code) });
    expect(said).toMatch(says);
    expect(provider.requests.length).toBeLessThanOrEqual(calls);
  });

  test('each says what no other says', () => {
    const confused = VACUA.flatMap(({ name, says }) =>
      [...heard].filter(([other, said]) => other !== name && says.test(said)).map(([other]) => [name, other]),
    );
    expect(heard.size).toBe(VACUA.length);
    expect(confused).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EvalReport } from '../../src/evals/report/eval-report.ts';
import type { CalibratedScorer } from '../../src/workflows/evaluation/calibration/calibrate.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { fakeEmbeddings } from '../support/fake-embeddings.ts';
import { type FakeOpenAI, fakeOpenAI, type SeenRequest, type Treatment } from '../support/fake-openai.ts';
import { type TemporaryRepository, temporaryRepository } from '../support/git-repository.ts';

const PROMPT = (says: string) => `model: fake/small\nmessages:\n  - role: user\n    content: "${says}: {{ question }}"\n`;
const JUDGE = (asks: string) => `model: fake/judge
messages:
  - role: user
    content: |-
      ${asks}
      {{ answer }}
`;
const CASES = Array.from({ length: 4 }, (_, index) =>
  JSON.stringify({ inputs: { question: `q${index}` }, expected: `Answer: q${index}` }),
).join('\n');

let provider: FakeOpenAI;
let embeddings: Awaited<ReturnType<typeof fakeEmbeddings>>;
let judge: (request: SeenRequest, text: string) => Treatment;
beforeAll(async () => {
  provider = await fakeOpenAI({
    treat: (request) => {
      const text = String(request.body.messages.at(-1)?.content);
      return request.body.model === 'judge' ? judge(request, text) : { kind: 'answer', text };
    },
  });
  embeddings = await fakeEmbeddings();
});
afterAll(async () => {
  await provider.close();
  await embeddings.close();
});

let repository: TemporaryRepository;
beforeEach(() => {
  provider.requests.length = 0;
  embeddings.requests.length = 0;
  judge = () => says({ score: 4 });
  repository = temporaryRepository();
  repository.write({
    'promptlane.config.yaml': `models:\n  default: fake/judge\n  providers:\n    fake: { kind: openai, baseUrl: "${provider.url}" }\n    vectors: { kind: openai, baseUrl: "${embeddings.url}" }\n  prices:\n    fake/judge: { input: 1, output: 1 }\n`,
    'prompts/ask.prompt.yaml': PROMPT('Answer'),
    'prompts/judges/polite.prompt.yaml': JUDGE('Is this polite?'),
    'evals/cases.jsonl': CASES,
  });
});

const says = (verdict: object): Treatment => ({ kind: 'answer', text: JSON.stringify({ reasoning: 'Because.', ...verdict }) });
const suite = (scorer: string, gate = '') =>
  repository.write({ 'evals/answers.eval.yaml': `suite: answers\nprompts: [ask]\ndataset: cases.jsonl\nscorers:\n  - ${scorer}\n${gate}` });
const evaluate = (...flags: string[]) => runHere(['eval', ...flags], { cwd: repository.path });

async function report(...flags: string[]): Promise<EvalReport> {
  const { stdout, stderr } = await evaluate('answers', '--json', ...flags);
  const [first] = (JSON.parse(stdout) as { reports: EvalReport[] }).reports;
  if (first === undefined) throw new Error(stderr);
  return first;
}
const judged = () => provider.requests.filter(({ body }) => body.model === 'judge').length;
const mean = ({ scorers }: EvalReport) => scorers[0]?.figures.mean?.value;

describe('a judge of the repository', () => {
  test('judges every answer, and is part of what the scorer is', async () => {
    suite('{ id: polite, uses: judge, prompt: judges/polite, threshold: 0.7 }');
    const before = await report();
    expect(mean(before)).toBe(0.75);
    expect(before.scorers[0]?.failures).toEqual([]);

    repository.write({ 'prompts/judges/polite.prompt.yaml': JUDGE('Is this really polite?') });
    expect((await report()).scorers[0]?.digest).not.toBe(before.scorers[0]?.digest);
  });

  test('fails an answer by its score, whatever it says of passing', async () => {
    suite('{ id: polite, uses: judge, prompt: judges/polite, choices: { good: 1, poor: 0 } }', 'gate: { polite: { passRate: "= 1" } }\n');
    judge = (_, text) => says({ choice: text.includes('q2') ? 'poor' : 'good', pass: true });
    const { exitCode } = await evaluate('answers');
    expect(exitCode).toBe(6);
    expect((await report()).scorers[0]?.failures).toMatchObject([{ reason: 'poor: Because.' }]);
  });

  test.each([
    [
      'an unknown prompt',
      '{ uses: judge, prompt: judges/polit }',
      'The judge prompt "judges/polit" of the scorer "judge" does not exist. Did you mean "judges/polite"?',
    ],
    [
      'a prompt that does not show the answer',
      '{ uses: judge, prompt: ask, variables: { question: x } }',
      'the judge prompt ask does not show {{ answer }}',
    ],
    ['a rubric with a text of the case in it', '{ uses: judge, rubric: "Is {{ inputs.question }} answered?" }', 'a rubric without {{…}}'],
  ])('is refused before anybody is asked: %s', async (_, scorer, message) => {
    suite(scorer);
    const { exitCode, stderr } = await evaluate('answers');
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining(message)]);
    expect(provider.requests).toHaveLength(0);
  });
});

test('cases that judges can judge are no findings of dataset lint, and those that they cannot are', async () => {
  const lint = () => runHere(['dataset', 'lint', 'evals/cases.jsonl'], { cwd: repository.path });
  suite('{ id: polite, uses: judge, prompt: judges/polite }\n  - { id: lost, uses: judge, prompt: judges/lost }');
  expect((await lint()).exitCode).toBe(0);
  suite('{ id: grounded, uses: groundedness, context: "{{ inputs.document }}" }');
  expect(await lint()).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('the case has no `inputs.document`') });
});

describe('verdicts', () => {
  test('that are none are asked for once more, and then an error that no gate takes for quality', async () => {
    suite('{ id: helpful, uses: helpfulness }', 'gate: { helpful: { mean: ">= 0.5" } }\n');
    judge = () => ({ kind: 'answer', text: 'I would say 5.' });
    const { exitCode, stdout } = await evaluate('answers');
    expect(exitCode).toBe(9);
    expect(stdout).toContain('gave no verdict twice');
    expect(judged()).toBe(8);
  });

  test('count once although three were given, by their median', async () => {
    suite('{ id: helpful, uses: helpfulness, votes: 3 }');
    let call = 0;
    judge = () => says({ score: [1, 5, 4][call++ % 3] });
    expect(mean(await report('--concurrency', '1'))).toBe(0.75);
    expect(judged()).toBe(12);
  });

  test('cost money, come from the cache the second time, and from nobody with --offline', async () => {
    suite('{ id: helpful, uses: helpfulness }');
    const first = await report();
    expect(first.candidate.cost.judging).toBeGreaterThan(0);
    expect(judged()).toBe(4);
    expect(mean(await report('--offline'))).toBe(0.75);
    expect(judged()).toBe(4);
  });

  test('are recorded in the cassette of the answers, and replayed', async () => {
    suite('{ id: helpful, uses: helpfulness }');
    await succeed(['eval', 'answers', '--record', 'cassette.jsonl'], { cwd: repository.path });
    expect(readFileSync(join(repository.path, 'cassette.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1 + 4 + 4);
    provider.requests.length = 0;
    expect(mean(await report('--cassette', 'cassette.jsonl', '--no-cache'))).toBe(0.75);
    expect(provider.requests).toHaveLength(0);
  });
});

describe('two answers side by side', () => {
  const PAIRWISE = '{ id: better, uses: judge, mode: pairwise, rubric: It is an answer. }';
  /** The judge takes what says Answer, and the first of two alike. */
  const takesAnswers = (_: SeenRequest, text: string) =>
    says({ choice: /<second-\w+>\nAnswer/.test(text) && !/<first-\w+>\nAnswer/.test(text) ? 'second' : 'first' });

  test('are shown in both orders, and the new one loses where it is worse', async () => {
    suite(PAIRWISE, 'gate: { better: { regression: { maxDrop: 0.1, onInconclusive: fail } } }\n');
    await succeed(['lock'], { cwd: repository.path });
    await succeed(['promote', '--all', '--to', 'production', '--from', 'development', '--lock-only'], { cwd: repository.path });
    expect(mean(await report())).toBe(0.5);
    expect(judged()).toBe(0);

    repository.write({ 'prompts/ask.prompt.yaml': PROMPT('Guess') });
    judge = takesAnswers;
    const worse = await report();
    expect(mean(worse)).toBe(0);
    expect(worse.outcome).toBe('failed');
    expect(judged()).toBe(8);
  });

  test('tie where the order decides', async () => {
    suite(`{ id: better, uses: judge, mode: pairwise, against: "Something else" }`);
    judge = () => says({ choice: 'first' });
    const told = await report();
    expect(mean(told)).toBe(0.5);
    expect(told.scorers[0]?.orderDecided).toBe(1);
    expect((await evaluate('answers')).stdout).toContain('(the order decided 100 %)');
  });

  test('need an answer of a baseline', async () => {
    suite(PAIRWISE);
    const { exitCode, stdout } = await evaluate('answers');
    expect([exitCode, stdout]).toEqual([9, expect.stringContaining('no answer of a baseline')]);
  });
});

describe('similarity', () => {
  test('asks for vectors in one batch of a case, once, and scores by their angle', async () => {
    suite('{ id: alike, uses: similarity, model: vectors/text-embedding-3-small }');
    expect(mean(await report())).toBeCloseTo(1, 6);
    const asked = embeddings.requests.length;
    expect(asked).toBeLessThanOrEqual(4);
    await report();
    expect(embeddings.requests).toHaveLength(asked);
  });
});

describe('a judge that is compared with people', () => {
  const LABELS = ['yes', 'no'].flatMap((word, kind) =>
    Array.from({ length: 10 }, (_, index) =>
      JSON.stringify({ inputs: { question: `q${index}` }, answer: `${word} ${index}`, label: kind === 0 ? 'good' : 'poor' }),
    ),
  );
  const asking = (minKappa: number) =>
    suite(
      `{ id: polite, uses: judge, prompt: judges/polite, choices: { good: 1, poor: 0 }, calibration: { labels: polite.jsonl, minKappa: ${minKappa} } }`,
      'gate: { polite: { passRate: ">= 0.5" } }\n',
    );
  /** Wrong about two of twenty: κ 0.8. */
  const mostlyRight = (_: SeenRequest, text: string) => says({ choice: /\n(yes|Answer:|no [01]\n)/.test(text) ? 'good' : 'poor' });
  const calibrated = async (...flags: string[]) => {
    const { exitCode, stdout } = await runHere(['eval', 'calibrate', '--json', ...flags], { cwd: repository.path });
    return { exitCode, scorer: (JSON.parse(stdout) as { scorers: CalibratedScorer[] }).scorers[0]! };
  };
  beforeEach(() => {
    judge = mostlyRight;
    repository.write({ 'evals/polite.jsonl': LABELS.join('\n') });
    asking(0.7);
  });

  test('may gate once it agrees with them, until it, the labels or the bar change', async () => {
    provider.requests.splice(0);
    expect(await evaluate('answers')).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('was never compared') });
    expect(provider.requests).toEqual([]);
    const { exitCode, scorer } = await calibrated();
    expect(exitCode).toBe(0);
    expect(scorer).toMatchObject({ outcome: 'agrees', record: 'evals/polite.calibration.json' });
    expect(scorer.calibration.kappa?.value).toBeCloseTo(0.8, 9);
    expect(scorer.calibration.disagreements).toHaveLength(2);
    expect((await evaluate('answers')).exitCode).toBe(0);

    asking(0.9);
    expect(await evaluate('answers')).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('judge-uncalibrated') });
    asking(0.7);
    repository.write({ 'evals/polite.jsonl': LABELS.slice(1).join('\n') });
    expect(await evaluate('answers')).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('labels of people have changed') });
    repository.write({ 'evals/polite.jsonl': LABELS.join('\n'), 'prompts/judges/polite.prompt.yaml': JUDGE('Is that polite?') });
    expect(await evaluate('answers')).toMatchObject({ exitCode: 9, stderr: expect.stringContaining('has changed since') });
  });

  test('fails the command below the bar, and keeps nothing where nothing can be said', async () => {
    asking(0.9);
    expect(await calibrated('--dry-run')).toMatchObject({ exitCode: 6, scorer: { outcome: 'below' } });
    judge = () => says({ choice: 'neither' });
    const { exitCode, scorer } = await calibrated('--no-cache');
    expect([exitCode, scorer.outcome, scorer.record]).toEqual([9, 'undecided', undefined]);
    expect(scorer.calibration.errors).toHaveLength(20);
  });
});

describe('ready judges', () => {
  test('are printed as prompt files that are valid, and have the same digest in a repository', async () => {
    const { judges } = JSON.parse(await succeed(['eval', 'judges', '--json'], { cwd: repository.path })) as {
      judges: { name: string; digest: string }[];
    };
    for (const { name } of judges) {
      const text = await succeed(['eval', 'judges', name], { cwd: repository.path });
      repository.write({ [`prompts/ready/${name}.prompt.yaml`]: text });
    }
    const { exitCode, stdout } = await runHere(['check', '--json'], { cwd: repository.path });
    expect([exitCode, stdout]).toEqual([0, expect.not.stringContaining('prompts/ready')]);
    for (const { name, digest } of judges) {
      expect(await succeed(['show', `ready/${name}`], { cwd: repository.path })).toContain(digest.slice(7, 19));
    }
  });
});

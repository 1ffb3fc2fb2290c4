import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EvalReport } from '../../src/evals/report/eval-report.ts';
import { openModel } from '../../src/models/open-model.ts';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { EMPTY_LOCKFILE, type LockedPrompt } from '../../src/release/lockfile/lockfile.ts';
import { evaluate } from '../../src/workflows/evaluation/evaluate.ts';
import { selectEvaluations } from '../../src/workflows/evaluation/select-evaluations.ts';
import { type Tree, treeOf } from '../../src/workflows/versions/tree.ts';
import { openWorkspace } from '../../src/workspace/config/open-workspace.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';
import { type FakeOpenAI, fakeOpenAI } from '../support/fake-openai.ts';
import { temporaryFolder } from '../support/git-repository.ts';

const production = 'production' as EnvironmentName;
const PROMPT = (text: string) => `model: fake/small\nmessages:\n  - role: user\n    content: "${text}: {{ question }}"\n`;
const SUITE = `suite: answers
prompts: [ask]
dataset: cases.jsonl
scorers:
  - { id: right, uses: contains, value: "{{ expected }}" }
gate:
  right: { regression: { maxDrop: 0.1 } }
`;
const CASES = Array.from({ length: 40 }, (_, index) => JSON.stringify({ inputs: { question: `q${index}` }, expected: `q${index}` })).join(
  '\n',
);

let provider: FakeOpenAI;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  // Right while the prompt says Answer; every third answer is wrong once it says Guess.
  provider = await fakeOpenAI({
    treat: ({ body }) => {
      const asked = body.messages[0]?.content ?? '';
      const number = Number(/q(\d+)$/.exec(asked)?.[1]);
      return { kind: 'answer', text: asked.startsWith('Guess') && number % 3 === 0 ? 'no idea' : asked };
    },
  });
  folder = temporaryFolder();
  folder.write({ 'prompts/ask.prompt.yaml': PROMPT('Answer'), 'evals/answers.eval.yaml': SUITE, 'evals/cases.jsonl': CASES });
});
afterEach(() => provider.close());

async function tree(): Promise<Tree> {
  return treeOf(await listSources(await openWorkspace({ cwd: folder.path })));
}

/** Evaluates the tree, against an earlier tree that production pins when one is given. */
async function evaluated(names: readonly string[] = [], pinned?: Tree): Promise<EvalReport[]> {
  const current = await tree();
  const pins = pinned
    ? [...pinned.library.prompts.keys()].map((id) => [id, { digest: pinned.versions.of(id).digest } as LockedPrompt] as const)
    : [];
  const done = await evaluate(
    { evaluations: await selectEvaluations(names, current, { root: folder.path }) },
    {
      candidate: ({ prompt }) => current.versions.of(prompt),
      model: (_evaluation, { content }) =>
        openModel({ model: content.model ?? '', providers: { fake: { baseUrl: provider.url } }, environment: {} }),
      lock: pinned ? { environments: new Map([[production, new Map(pins)]]) } : EMPTY_LOCKFILE,
      environments: (await openWorkspace({ cwd: folder.path })).config.environments,
      target: production,
      resolve: async (id) => (pinned as Tree).versions.of(id),
      record: async () => ({ path: 'run.jsonl', append: () => {}, close: async () => {} }),
      recorded: async () => [],
      clock: Date.now,
      random: Math.random,
    },
  );
  return done.map(({ report }) => report);
}

describe('an evaluation', () => {
  test('without a baseline has nothing to judge a regression by, and passes nothing', async () => {
    expect(await evaluated()).toMatchObject([{ suite: 'answers', prompt: 'ask', outcome: 'unjudged', baseline: null }]);
  });

  test('blocks a real regression against what production pins', async () => {
    const pinned = await tree();
    folder.write({ 'prompts/ask.prompt.yaml': PROMPT('Guess') });
    const [report] = await evaluated([], pinned);

    expect(report).toMatchObject({ outcome: 'failed', checks: [{ kind: 'regression', verdict: 'fail' }] });
    expect(report?.scorers[0]?.comparison?.newFailures).toHaveLength(14);
  });

  test('passes an edit that changes nothing for the worse', async () => {
    const pinned = await tree();
    folder.write({ 'prompts/ask.prompt.yaml': PROMPT('Answer well') });
    expect(await evaluated([], pinned)).toMatchObject([{ outcome: 'passed' }]);
  });

  test('asks each version of the model that it names', async () => {
    const pinned = await tree();
    folder.write({ 'prompts/ask.prompt.yaml': PROMPT('Answer').replace('small', 'large') });
    await evaluated([], pinned);

    expect([...new Set(provider.requests.map(({ body }) => body.model))].sort()).toEqual(['large', 'small']);
  });

  test('whose provider is down says nothing about quality', async () => {
    await provider.close();
    const [report] = await evaluated();
    expect(report).toMatchObject({ outcome: 'invalid', problems: expect.arrayContaining([expect.objectContaining({ code: 'errors' })]) });
    provider = await fakeOpenAI();
  });

  test('covers the test data of a prompt file as GitHub Models does', async () => {
    folder.write({
      'prompts/ask.prompt.yaml': `${PROMPT('Answer')}testData:\n  - { question: q1, expected: Q1, note: ignored }\nevaluators:\n  - { name: says it, string: { contains: "{{expected}}" } }\n`,
    });
    expect(await evaluated(['ask'])).toMatchObject([
      { suite: 'answers' },
      { suite: 'ask (testData)', outcome: 'passed', command: 'promptlane eval ask' },
    ]);
  });
});

describe('nothing passes by being empty', () => {
  test.each([
    ['a name that selects nothing', 'evals/answers.eval.yaml', SUITE, ['anwsers'], 'usage-invalid', 'Did you mean "answers"?'],
    ['a suite that covers no prompt', 'evals/answers.eval.yaml', SUITE.replace('[ask]', '[aks]'), [], 'suite-invalid', 'covers no prompt'],
    ['a suite with a misspelt scorer', 'evals/answers.eval.yaml', SUITE.replace('contains', 'contians'), [], 'suite-invalid', 'contians'],
    ['a dataset without rows', 'evals/cases.jsonl', '', [], 'suite-invalid', 'no rows'],
    [
      'a dataset outside the workspace',
      'evals/answers.eval.yaml',
      SUITE.replace('cases.jsonl', '../../../etc/hosts.csv'),
      [],
      'file-unreadable',
      'hosts',
    ],
    ['a case that lacks a variable', 'evals/cases.jsonl', '{"inputs": {"other": 1}}', [], 'suite-invalid', 'question'],
  ])('%s', async (_what, file, text, names, code, message) => {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true });
    writeFileSync(join(folder.path, file), text);

    await expect(evaluated(names)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(provider.requests).toEqual([]);
  });
});

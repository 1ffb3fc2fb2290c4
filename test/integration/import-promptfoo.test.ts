import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { canonicalJson, type JsonObject } from '../../src/base/json/canonical-json.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { fakeOpenAI } from '../support/fake-openai.ts';
import { temporaryWorkspace } from '../support/temporary-workspace.ts';

interface Recorded {
  readonly assertion: JsonObject;
  readonly output: string;
  readonly pass: boolean;
}
interface Report {
  readonly prompt: string;
  readonly scorers: readonly { readonly scorer: string; readonly failures: readonly { readonly label: string }[] }[];
}

const fixtures = fileURLToPath(new URL('../../fixtures/promptfoo/', import.meta.url));

/** What promptfoo itself said; see test/support/record-promptfoo-verdicts.ts. */
const verdicts = new Map(
  readFileSync(join(fixtures, 'verdicts.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
    .map(({ assertion, output, pass }) => [canonicalJson({ assertion, output }), pass]),
);

const SCHEMA = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };

/** The assertions of each test of the fixture with its variables filled in, as the record has them. */
const ASSERTED: ReadonlyMap<string, JsonObject> = new Map([
  ['greets', { type: 'icontains', value: 'Yarr' }],
  ['shouts', { type: 'icontains', value: 'Yarr' }],
  ['eats', { type: 'icontains', value: 'grub' }],
  ['counts', { type: 'icontains', value: 12 }],
  ['counts (2)', { type: 'icontains', value: 12 }],
  ['writes JSON', { type: 'is-json', value: SCHEMA }],
  ['agrees', { type: 'equals', value: true }],
  ['disagrees', { type: 'equals', value: 'Yarr' }],
]);
const ALWAYS: JsonObject = { type: 'not-contains', value: 'grub' };

const model = await fakeOpenAI({ treat: () => ({ kind: 'answer', text: answer }) });
afterAll(() => model.close());
let answer = '';

const { path: cwd } = temporaryWorkspace({
  'promptlane.config.yaml': `models:\n  providers:\n    openai: { kind: openai, baseUrl: "${model.url}", apiKeyEnv: OPENAI_API_KEY }\n`,
  'old/promptfooconfig.yaml': readFileSync(join(fixtures, 'promptfooconfig.yaml'), 'utf8'),
  'old/polite.txt': readFileSync(join(fixtures, 'polite.txt'), 'utf8'),
});

/** Failed case and scorer, by suite and prompt. */
async function failures(): Promise<string[]> {
  const options = { cwd, env: { OPENAI_API_KEY: 'sk-test-0123456789abcdef' } };
  const { exitCode, stdout, stderr } = await runHere(['eval', '--no-cache', '--json'], options);
  expect([0, 6], stderr).toContain(exitCode);
  const { reports } = JSON.parse(stdout) as { reports: readonly Report[] };
  return reports
    .flatMap(({ prompt, scorers }) =>
      scorers.flatMap(({ scorer, failures: failed }) =>
        failed.map(({ label }) => `${prompt} ${label} ${scorer === 'not-contains' ? 'always' : 'own'}`),
      ),
    )
    .sort();
}

/** The same, as promptfoo judged this answer. */
function failuresOfPromptfoo(): string[] {
  const fails = (assertion: JsonObject) => {
    const pass = verdicts.get(canonicalJson({ assertion, output: answer }));
    if (pass === undefined) throw new Error(`There is no verdict on ${JSON.stringify({ assertion, answer })}.`);
    return !pass;
  };
  return ['polite', 'prompt-1']
    .flatMap((prompt) =>
      [...ASSERTED].flatMap(([id, assertion]) => [
        ...(fails(ALWAYS) ? [`${prompt} ${id} always`] : []),
        ...(fails(assertion) ? [`${prompt} ${id} own`] : []),
      ]),
    )
    .sort();
}

describe('a config of promptfoo', () => {
  test('becomes prompts, a suite and a dataset for each kind of test, and names what is lost', async () => {
    const imported = await succeed(['import', 'old/promptfooconfig.yaml'], { cwd });
    expect(imported).toContain('Imported 8 files from promptfoo prompts and tests:');
    expect(imported).toContain('dropped tests[4].assert[1]  There is no scorer for `levenshtein`:');
    expect(await succeed(['check'], { cwd })).toContain(' files: 0 errors');
    expect(readFileSync(join(cwd, 'evals/promptfoo.eval.yaml'), 'utf8')).toContain('- { uses: icontains, value: "{{ expected }}" }');
  });

  test.each(['Yarr', 'Arrr, grub ahoy', '{"a": 1}', '12', 'true', 'GRUB\nYarr'])(
    'gets the verdicts on %j that promptfoo gives',
    async (text) => {
      answer = text;
      expect(await failures()).toEqual(failuresOfPromptfoo());
    },
  );
});

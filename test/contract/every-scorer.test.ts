import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/base/digest.ts';
import type { Json, JsonObject } from '../../src/base/json/canonical-json.ts';
import type { Answer, ScoreResult } from '../../src/evals/run.ts';
import { bindJudge } from '../../src/evals/scorer/judged/bind-judge.ts';
import { namedJudge } from '../../src/evals/scorer/judged/named-judge.ts';
import type { ScorerSpec } from '../../src/evals/scorer/scorer.ts';
import { needsExpected, SCORER_NAMES, scorerFor } from '../../src/evals/scorer/scorer-for.ts';
import type { ScoringTools } from '../../src/evals/scorer/scoring-tools.ts';
import { evalCase, LEAKING } from '../support/score-answer.ts';

const EXPECTED = '{{ expected }}';
const TEXT = { value: EXPECTED };
const TEXTS = { value: [EXPECTED, 'no such text'] };
const RECURSIVE = {
  anyOf: [
    { type: 'object', properties: { a: { $ref: '#' } } },
    { type: ['array', 'string'], pattern: '^(a|a)*$' },
  ],
};

/** Every scorer, with parameters that make it do all its work. */
const EVERY: Readonly<Record<string, JsonObject>> = {
  equals: TEXT,
  'not-equals': TEXT,
  contains: TEXT,
  'not-contains': TEXT,
  icontains: TEXT,
  'not-icontains': TEXT,
  'contains-any': TEXTS,
  'not-contains-any': TEXTS,
  'contains-all': TEXTS,
  'not-contains-all': TEXTS,
  'starts-with': { ...TEXT, trim: true },
  'not-starts-with': TEXT,
  'ends-with': { ...TEXT, ignoreCase: true },
  'not-ends-with': TEXT,
  matches: { value: '^(a|a)*(\\w+\\s?)*$' },
  'not-matches': { value: '(?i)(x+x+)+y' },
  'max-length': { value: 10 },
  'min-length': { value: 10 },
  'word-count': { min: 1, max: 10 },
  levenshtein: TEXTS,
  'rouge-l': TEXTS,
  bleu: TEXTS,
  f1: TEXTS,
  'is-json': {},
  'json-equals': { expected: EXPECTED },
  'json-schema': { schema: RECURSIVE },
  'json-path': { path: '$.a[0]' },
  'is-xml': { elements: ['a/b'] },
  'is-html': {},
  'is-sql': { tables: ['a'] },
  'tool-call': { name: 'find' },
  'tool-args': { name: 'find', path: '$.a' },
  'finish-reason': { value: 'stop' },
  latency: { max: '2s' },
  cost: { max: 0.1 },
  tokens: { max: 10 },
  refusal: {},
  'not-refusal': {},
  secrets: {},
  pii: {},
  'toxicity-words': { words: ['läuft 👍'] },
  'prompt-leak': { words: 3 },
  similarity: { model: 'fake/vectors' },
  judge: { rubric: 'It is polite.' },
  factuality: {},
  relevance: {},
  groundedness: { context: '{{ inputs.ticket }}' },
  helpfulness: {},
  js: { module: 'scorer.mjs' },
  exec: { command: ['scorer'] },
};

/** What the outside says; scorers that ask it are looked at with the answers of a friendly one. */
const TOOLS: ScoringTools = {
  ask: async ({ messages }) => ({ text: verdictFor(messages.map(({ content }) => content).join('\n')), latencyMs: 1 }),
  embed: async (_model, texts) => texts.map((text) => [text.length, 1]),
  runModule: async () => 0.5,
  runCommand: async () => ({ score: 0.5 }),
};

function verdictFor(request: string): string {
  return request.includes('superset') ? '{"reasoning":"","choice":"same"}' : '{"reasoning":"","score":4}';
}

const SMALL: Readonly<Record<string, string>> = {
  'an empty answer': '',
  'white space': ' \t\r\n\u00a0\u2003\u3000',
  'NUL and controls': '\0\u0007\u001b[31m\u0085\u2028',
  'characters of two units': '👍👨‍👩‍👧𝔘𠮷',
  'combining marks': 'e\u0301\u0327'.repeat(50),
  'text from right to left': '\u202eשלום\u202c',
  'the first half of a character': 'a\ud83d',
  'the second half of a character': '\ude00b',
  'half a character in JSON': '{"a":["\ud83d"],"__proto__":{"a":1}}',
  'null in JSON': 'null',
  'markup that ends nowhere': '<svg><![CDATA[x]]></svg></p><plaintext><!--',
  'what looks like a template': '{{ expected }} {% for i in (1..9999999) %}x{% endfor %} $& $1',
};

/** Of characters: the square of it takes minutes, which no test may, and all scorers together get through it in seconds. */
const MANY = 256 * 1024;
const DEPTH = 20_000;

const LARGE: Readonly<Record<string, string>> = {
  'one letter': 'a'.repeat(MANY),
  'different words': Array.from({ length: MANY / 8 }, (_, index) => String(index + 1_000_000)).join(' '),
  'halves of characters': '\ud83d'.repeat(MANY),
  JSON: JSON.stringify({ a: Array.from({ length: MANY / 9 }, (_, index) => `a${index}`) }),
  'nested objects': `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
};

/** What a case expects, where the suite asks for `{{ expected }}`. */
const EXPECTATIONS: readonly (Json | undefined)[] = ['one two', '', null, undefined, ['a', 1, null]];

test('every scorer of the catalogue is looked at here', () => {
  expect(Object.keys(EVERY).sort()).toEqual([...SCORER_NAMES].sort());
});

describe.each(Object.entries(EVERY))('%s', (uses, parameters) => {
  const spec = bound({ id: 's', uses, parameters });
  const scorer = scorerFor(spec);
  const scored = (answer: Partial<Answer>, expected: Json | undefined) =>
    scorer.score({ text: '', latencyMs: 1, ...answer }, evalCase({ ticket: 'Hi' }, expected), LEAKING, TOOLS);

  test('has a verdict on an ordinary answer', async () => {
    const usage = { input: 3, output: 3 };
    expect(await scored({ text: '{"a": ["one"]}', usage, cost: 0.01 }, 'one two')).toEqual(
      expect.objectContaining({ score: expect.any(Number) }),
    );
  });

  test('judges any text, or says why not', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\ud800', '\udc00', '<', '>', '\0') }),
    );
    return fc.assert(
      fc.asyncProperty(text, async (given) => expectVerdict(await scored({ text: given }, 'one two'))),
      { numRuns: 15 },
    );
  });

  test.each(Object.entries(SMALL))('judges %s, or says why not', async (_what, text) => {
    for (const expected of EXPECTATIONS) expectVerdict(await scored({ text }, expected));
  });

  test.each(Object.entries(LARGE))('ends on very much of %s, also as what is expected', async (_what, text) => {
    expectVerdict(await scored({ text }, 'one two'));
    if (needsExpected(spec) && !/\p{Surrogate}/u.test(text)) expectVerdict(await scored({ text }, text));
  });

  test('judges an answer of which nothing is known but its text, and strange calls of tools', async () => {
    const calls: Json[] = [
      null,
      'find',
      {},
      { function: null },
      { function: { name: 'find' } },
      { function: { name: 'find', arguments: '{' } },
    ];
    expectVerdict(await scored({ toolCalls: calls, finishReason: '' }, { a: 1 }));
    expectVerdict(await scored({ usage: { input: 0, output: 0 }, cost: 0, latencyMs: 0 }, { a: 1 }));
  });
});

/** A score within its bounds and a verdict, or an error of which the scorer knew. */
function expectVerdict(result: ScoreResult): void {
  if ('error' in result) {
    expect(result.error).not.toMatch(/^unexpected/);
    expect(result.error.length).toBeLessThan(500);
    return;
  }
  expect(result.score).toBeGreaterThanOrEqual(0);
  expect(result.score).toBeLessThanOrEqual(1);
  expect(typeof result.pass).toBe('boolean');
  expect((result.reason ?? '').length).toBeLessThan(2_000);
}

function bound(spec: ScorerSpec): ScorerSpec {
  const named = namedJudge(spec);
  if (named !== undefined) {
    const prompts = { ids: () => [], versionOf: () => expect.unreachable(), defaultModel: 'fake/judge' };
    return { ...spec, bound: bindJudge(spec, named, prompts) };
  }
  return spec.uses === 'js' ? { ...spec, bound: { digest: digestOf('m'), module: '/scorer.mjs' } } : spec;
}

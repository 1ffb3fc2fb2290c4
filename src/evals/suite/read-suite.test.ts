import { describe, expect, test } from 'vitest';
import { readSuite } from './read-suite.ts';

const TRIAGE = `suite: triage
prompts: [support/triage]
model: openai/gpt-4o-mini
dataset: datasets/triage.jsonl
split: { tags: [edge] }
sample: 200
seed: 7
repeat: 3
scorers:
  - { id: category, uses: json-equals, path: $.category, expected: "{{ expected.category }}" }
  - { id: schema, uses: json-schema }
  - { id: safe, uses: not-matches, value: "(?i)password" }
  - { id: fast, uses: latency, max: 2s }
  - { id: cheap, uses: cost, max: 0.002 }
baseline: environment:production
gate:
  category: { mean: ">= 0.9", regression: { maxDrop: 0.02 } }
  schema: { passRate: "= 1", strict: true }
  fast: { p95: "<= 2s" }
  errors: { rate: "<= 1%" }
  mustPass: [critical]
`;

const read = (text: string) => readSuite({ file: 'triage.eval.yaml', text });
const said = (text: string) =>
  read(text).diagnostics.map(({ range, rule, message }) => `${range.line}:${range.column} ${rule}: ${message}`);

describe('readSuite', () => {
  test('reads datasets as a list, and parts of them by tags and by content', () => {
    const digest = `sha256:${'4f'.repeat(32)}`;
    const { suite, diagnostics } = read(
      TRIAGE.replace('datasets/triage.jsonl', `[a.jsonl, "b/*.csv", "registry:support/triage@${digest}"]`).replace(
        '{ tags: [edge] }',
        '{ not: [slow], part: test, of: { train: 0.7, test: 0.3 } }',
      ),
    );
    expect(diagnostics).toEqual([]);
    expect(suite?.dataset).toEqual(['a.jsonl', 'b/*.csv', `registry:support/triage@${digest}`]);
    const of = [
      ['train', 0.7],
      ['test', 0.3],
    ];
    expect(suite?.selection).toEqual({ not: ['slow'], part: { name: 'test', of }, sample: 200 });
  });

  test.each([
    ['{ part: test }', 'split must be `part` and `of` together'],
    ['{ part: tst, of: { test: 1 } }', 'split.part must be a part that `of` names'],
    ['{ part: test, of: { test: 0.8, train: 0.8 } }', 'split must be shares of at most 1 together'],
  ])('refuses the split %s', (split, message) => {
    expect(said(TRIAGE.replace('{ tags: [edge] }', split)).join('\n')).toContain(message);
  });

  test('names a judge prompt that its project does not have, where it knows the project', () => {
    const text = TRIAGE.replace(
      'baseline:',
      '  - { id: kind, uses: judge, prompt: judges/helpfull, choices: { good: 1, poor: 0 } }\nbaseline:',
    );
    const rules = (prompts?: string[]) =>
      readSuite({ file: 'triage.eval.yaml', text }, prompts && { prompts }).diagnostics.map(({ rule, range, message }) => [
        rule,
        range.line,
        message,
      ]);

    expect(rules()).toEqual([]);
    expect(rules(['judges/helpfull'])).toEqual([]);
    expect(rules(['judges/helpful'])).toEqual([
      ['judge-unknown', 15, 'There is no judge prompt "judges/helpfull". Did you mean "judges/helpful"?'],
    ]);
  });

  test('refuses a dataset of the registry that is not pinned', () => {
    expect(said(TRIAGE.replace('datasets/triage.jsonl', 'registry:support/triage@latest')).join('\n')).toContain(
      'dataset must be a path, or `registry:',
    );
  });

  test('reads every key with its defaults filled in', () => {
    const { suite, diagnostics } = read(TRIAGE);

    expect(diagnostics).toEqual([]);
    expect(suite).toMatchObject({
      name: 'triage',
      prompts: ['support/triage'],
      selection: { tags: ['edge'], sample: 200 },
      seed: 7,
      repeat: 3,
      baseline: { kind: 'revision', revision: { kind: 'environment', environment: 'production' } },
    });
    expect(suite?.scorers[0]).toEqual({
      id: 'category',
      uses: 'json-equals',
      parameters: { path: '$.category', expected: '{{ expected.category }}' },
    });
    expect(suite?.gate).toEqual({
      scorers: new Map([
        ['category', { mean: { operator: '>=', value: 0.9 }, regression: { maxDrop: 0.02, confidence: 0.95, onInconclusive: 'warn' } }],
        ['schema', { passRate: { operator: '=', value: 1 }, strict: true }],
        ['fast', { p95: { operator: '<=', value: 2000 } }],
      ]),
      maxErrorRate: 0.01,
      mustPassTags: ['critical'],
    });
  });

  test('asks once, of every case, with seed 0 when the file says nothing', () => {
    const { suite } = read('suite: a\nprompts: a\ndataset: a.csv\nscorers: [{ uses: is-json }]\n');

    expect(suite).toMatchObject({ seed: 0, repeat: 1, selection: {}, prompts: ['a'], scorers: [{ id: 'is-json' }] });
    expect(suite?.baseline).toBeUndefined();
    expect(suite?.gate).toEqual({ scorers: new Map(), maxErrorRate: 0, mustPassTags: [] });
  });

  test.each([
    ['a misspelt key', ['repeat: 3', 'repaet: 3'], '8:1 unknown-key: The key "repaet" is not known. Did you mean "repeat"?'],
    [
      'a misspelt key of a gate',
      ['maxDrop: 0.02', 'maxDorp: 0.02'],
      '17:45 unknown-key: The key "maxDorp" in gate.category.regression is not known. Did you mean "maxDrop"?',
    ],
    [
      'a misspelt key of a matrix, and nothing else',
      ['repeat: 3', 'matrix: { models: [fake/a] }'],
      '8:11 unknown-key: The key "models" in matrix is not known. Did you mean "model"?',
    ],
    ['a key whose place is elsewhere', ['repeat: 3', 'variants: [a/b]'], '8:1 unknown-key: A suite has no key "variants".'],
    [
      'a misspelt scorer',
      ['uses: json-schema', 'uses: json-shema'],
      '11:25 scorer-unknown: There is no scorer "json-shema". Did you mean "json-schema"?',
    ],
    ['a scorer of a later version', ['uses: json-schema', 'uses: execute'], '11:25 scorer-unknown: There is no scorer "execute".'],
    ['a missing parameter', [', max: 2s', ''], '13:5 missing-key: scorers[3].max is missing.'],
    [
      'a duration without a unit',
      ['max: 2s', 'max: "2"'],
      '13:37 wrong-value: scorers[3].max must be a duration like "500ms" or "2s", but is the text "2".',
    ],
    [
      'a misspelt parameter',
      ['path: $.category', 'pth: $.category'],
      '10:40 unknown-key: The key "pth" in scorers[0] is not known. Did you mean "path"?',
    ],
    [
      'two scorers with one id',
      ['id: schema', 'id: category'],
      '11:11 scorer-duplicate: Two scorers are called "category"; give this one an `id` of its own.',
    ],
    [
      'a bad bound',
      ['">= 0.9"', '"0.9"'],
      '17:21 wrong-value: gate.category.mean must be a bound like ">= 0.9", "= 1" or "<= 2s", but is the text "0.9".',
    ],
    ['a bound that always holds', ['">= 0.9"', '"<= 2s"'], /17:21 wrong-value: gate.category.mean must be a share from 0 to 1/],
    [
      'a bound that every share keeps',
      ['">= 0.9"', '">= 0"'],
      /17:21 wrong-value: gate.category.mean must be a bound that not every share keeps/,
    ],
    ['a drop of everything accepted', ['maxDrop: 0.02', 'maxDrop: 1'], /17:\d+ wrong-value: gate.category.regression.maxDrop must be/],
    [
      'protected cases of other repeats',
      ['mustPass: [critical]', 'mustPass: { tags: [edge], atLeast: 2 of 5 }'],
      /wrong-value: "2 of 5" is of 5 repeats, and the suite has `repeat: 3`\./,
    ],
    ['a protected tag that is none', ['mustPass: [critical]', 'mustPass: []'], /wrong-value: gate.mustPass/],
    [
      'a slice by a scorer that is none',
      ['gate:', 'gate:\n  slices: { edge: { categroy: { mean: ">= 0.8" } } }'],
      /17:\d+ gate-unknown-scorer: The gate names "categroy".* Did you mean "category"\?/,
    ],
    ['a rate above all', ['"= 1"', '"<= 100"'], /wrong-value: gate.schema.passRate must be a share from 0 to 1/],
    [
      'a gate without its scorer',
      ['  schema: { pass', '  shcema: { pass'],
      '18:3 gate-unknown-scorer: The gate names "shcema", which is not a scorer of this suite. Did you mean "schema"?',
    ],
    [
      'a percentile of what measures nothing',
      ['passRate: "= 1"', 'p95: "<= 1"'],
      '18:13 gate-no-figure: "schema" measures nothing; `p95` is for latency, cost and tokens.',
    ],
    [
      'a baseline that names no version',
      ['environment:production', 'Main Branch'],
      /15:11 wrong-value: baseline must be `environment:<name>`, /,
    ],
    ['an error rate with a floor', ['<= 1%', '>= 1%'], /20:19 wrong-value: gate.errors.rate must be an upper bound like "<= 0.01"/],
    [
      'a path to many values',
      ['path: $.category', 'path: $..category'],
      /10:\d+ scorer-broken: The scorer "category": The path "\$\.\.category" cannot be read from "\.\.category" on/,
    ],
    ['a backreference', ['(?i)password', '(a)\\\\1'], /12:\d+ scorer-broken: .*refers back to a group/],
    ['a lookahead', ['(?i)password', '(?!a)b'], /12:\d+ scorer-broken: .*looks ahead or behind/],
    ['an expression that is no name', ['{{ expected.category }}', '{{ expected | upcase }}'], /10:68 wrong-value: .*expressions are names/],
  ] as const)('points at %s', (_what, [from, to], expected) => {
    const changed = TRIAGE.replace(from, to);
    expect(changed).not.toBe(TRIAGE);

    const findings = said(changed);

    expect(read(changed).suite).toBeUndefined();
    if (typeof expected === 'string') expect(findings).toContain(expected);
    else expect(findings.join('\n')).toMatch(expected);
  });

  test('names everything that is missing at once', () => {
    expect(said('suite: a\n')).toEqual([
      '1:1 missing-key: prompts is missing.',
      '1:1 missing-key: dataset is missing.',
      '1:1 missing-key: scorers is missing.',
    ]);
  });

  test('reports broken YAML as the reader of YAML does', () => {
    expect(read('suite: [a\n').suite).toBeUndefined();
    expect(said('suite: [a\n')).not.toEqual([]);
  });
});

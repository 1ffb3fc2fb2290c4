import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import type { LibrarySource } from '../library/library.ts';
import { libraryVersions } from '../library/library-versions.ts';
import { readLibrary } from '../library/read-library.ts';
import type { PromptId } from '../prompt.ts';
import type { BreakingChange, BreakingOptions, PromptSides } from './breaking-change.ts';
import { breakingChanges } from './breaking-changes.ts';
import { RULE_IDS, type RuleId, type RuleLevel } from './rules.ts';

interface Example {
  readonly rule: RuleId;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
  readonly levels?: Partial<Record<RuleId, RuleLevel>>;
  readonly findings: readonly string[];
}

const examples = parse(readFileSync(new URL('../../../fixtures/breaking/examples.yaml', import.meta.url), 'utf8')) as Example[];

const promptFile = ({ schema, strict, ...rest }: Record<string, unknown>): string =>
  stringify({
    messages: [{ role: 'user', content: 'Hello there.' }],
    ...(schema !== undefined && {
      responseFormat: 'json_schema',
      jsonSchema: { name: 'answer', ...(strict === true && { strict }), schema },
    }),
    ...rest,
  });
const source = (id: string, text: string): LibrarySource => ({ kind: 'prompt', path: `prompts/${id}.prompt.yaml`, id, text });
const partial = (id: string, text: string): LibrarySource => ({ kind: 'partial', path: `prompts/${id}.partial.md`, id, text });
const guardrails = (id: string, checks: string): LibrarySource => ({
  kind: 'guardrail-set',
  path: `prompts/${id}.guardrail.yaml`,
  id,
  text: `checks: ${checks}\n`,
});

function side(...sources: LibrarySource[]): PromptSides {
  const library = readLibrary(sources);
  expect(library.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const versions = libraryVersions(library);
  return new Map([...library.prompts].map(([id, { content, source }]) => [id, { version: versions.of(id), about: content.about, source }]));
}

const line = ({ rule, level, path }: BreakingChange): string => `${rule} ${level} ${path.join('.')}`;
const compare = (before: string, after: string, options: BreakingOptions = {}) =>
  breakingChanges(side(source('a', before)), side(source('a', after)), options);
const hello = 'messages:\n  - role: user\n    content: Hello {{ name }}\n';

describe('each rule', () => {
  test.each(examples.map((example, index) => [`${example.rule} (${index + 1})`, example] as const))(
    '%s',
    (_name, { before, after, levels, findings }) => {
      const { changes } = compare(promptFile(before), promptFile(after), levels && { levels });

      expect(changes.map(line)).toEqual(findings);
    },
  );

  test('has an example, here or below', () => {
    const below: RuleId[] = ['B401', 'B402', 'E506', 'E508', 'E509', 'N602'];
    expect(RULE_IDS.filter((id) => !below.includes(id) && !examples.some(({ rule }) => rule === id))).toEqual([]);
  });

  test.each(examples.map((example, index) => [`${example.rule} (${index + 1})`, example] as const))(
    'says nothing of what is equal: %s',
    (_name, { after }) => {
      expect(compare(promptFile(after), promptFile(after))).toEqual({ changes: [], ignored: [], diagnostics: [], semver: 'none' });
    },
  );
});

describe('prompts that come and go', () => {
  const before = side(source('a', hello), source('b', 'messages: [{ role: user, content: Other words. }]\n'));
  const after = side(source('a', hello));

  test('B401: a deleted prompt breaks whoever pins it', () => {
    const pinned = new Map([['b' as PromptId, ['staging', 'production']]]);
    expect(breakingChanges(before, after).changes.map(line)).toEqual(['B401 error ']);
    expect(breakingChanges(before, after, { pinned }).changes).toMatchObject([
      { level: 'error', prompt: 'b', message: 'The prompt b is gone, and staging, production pin it.' },
    ]);
    expect(breakingChanges(before, after, { pinned: new Map() }).changes.map(line)).toEqual(['B401 info ']);
  });

  test('B402: a rename breaks, unless the new file lists the former id', () => {
    const renamed = side(source('greet', hello));
    expect(breakingChanges(after, renamed).changes).toMatchObject([
      { rule: 'B402', prompt: 'greet', before: 'a', after: 'greet', hint: 'Add `aliases: [a]` to greet.' },
    ]);
    const aliased = side(source('greet', `${hello}aliases: [a]\n`));
    expect(breakingChanges(after, aliased).changes).toEqual([]);
  });

  test('compares what an alias leads to', () => {
    const changed = side(source('greet', `${hello}aliases: [a]\nresponseFormat: json_object\n`));
    expect(breakingChanges(after, changed).changes.map(line)).toEqual(['B206 error responseFormat']);
  });

  test('N602: a new prompt is an addition', () => {
    expect(breakingChanges(after, before)).toMatchObject({ changes: [{ rule: 'N602', level: 'info', prompt: 'b' }], semver: 'minor' });
  });
});

describe('what prompts share', () => {
  const uses = 'messages: [{ role: user, content: \'{% render "tone" %}\' }]\nguardrails: [{ uses: shared/brand }]\n';
  const library = (tone: string, checks: string) =>
    side(source('a', uses), source('b', uses), partial('tone', tone), guardrails('shared/brand', checks));
  const strict = '[{ uses: not-contains, value: cheap }]';

  test('E506: a changed partial is told once, with the prompts that it reaches', () => {
    const { changes } = breakingChanges(library('Be kind.', strict), library('Be brief.', strict));
    expect(changes).toMatchObject([{ rule: 'E506', level: 'warn', prompt: 'tone', dependents: ['a', 'b'] }]);
  });

  test('B207: a loosened set is told once, as an error', () => {
    const { changes } = breakingChanges(library('Be kind.', strict), library('Be kind.', '[{ uses: is-json }]'));
    expect(changes.map((change) => [line(change), change.prompt, change.dependents])).toEqual([
      ['B207 error checks', 'shared/brand', ['a', 'b']],
      ['E510 warn checks.0', 'shared/brand', ['a', 'b']],
    ]);
  });

  test('an ignore must stand in every prompt that the change reaches', () => {
    const ignoring = (one: string, other: string) =>
      side(source('a', one + uses), source('b', other + uses), partial('tone', 'Be brief.'), guardrails('shared/brand', strict));
    const comment = '# promptlane:ignore E506 only shorter\n';
    expect(breakingChanges(library('Be kind.', strict), ignoring(comment, '')).changes.map(line)).toEqual(['E506 warn ']);
    expect(breakingChanges(library('Be kind.', strict), ignoring(comment, comment))).toMatchObject({
      changes: [],
      ignored: [{ reason: 'only shorter' }],
      diagnostics: [],
    });
  });
});

describe('cost', () => {
  const words = (count: number) => 'word '.repeat(count);
  const text = (content: string) => `model: openai/gpt-4o\nmessages:\n  - role: user\n    content: ${JSON.stringify(content)}\n`;
  const options: BreakingOptions = { countTokens: (value) => value.split(/\s+/).filter(Boolean).length, contextWindow: () => 500 };
  const costs = (before: string, after: string) =>
    compare(text(before), text(after), options)
      .changes.filter(({ class: kind }) => kind === 'cost')
      .map(line);

  test('E508: speaks from a fifth more on, and of a text that the model cannot read', () => {
    expect(costs(words(100), words(120))).toEqual([]);
    expect(costs(words(100), words(121))).toEqual(['E508 warn messages']);
    expect(costs(words(490), words(501))).toEqual(['E508 error messages']);
  });

  test('E508: speaks of a text that another model can no longer read', () => {
    const same = text(words(500));
    const windows: BreakingOptions = { ...options, contextWindow: (model) => (model === 'openai/gpt-4' ? 400 : 4000) };
    const costOf = (before: string, after: string) => compare(before, after, windows).changes.filter(({ class: kind }) => kind === 'cost');
    const smaller = same.replace('gpt-4o', 'gpt-4');
    expect(costOf(same, smaller)).toMatchObject([
      { level: 'error', message: 'The text alone has about 500 tokens, and openai/gpt-4 reads 400.' },
    ]);
    expect(costOf(smaller, same)).toEqual([]);
  });

  test('E509: speaks when a variable comes earlier', () => {
    expect(costs(`${words(100)}{{ name }}`, `{{ name }} ${words(100)}`)).toEqual(['E509 info messages']);
    expect(costs(`${words(100)}{{ name }}`, `${words(110)}{{ name }}`)).toEqual([]);
  });

  test('says nothing where tokens are not counted', () => {
    expect(compare(text(words(10)), text(words(90))).changes.map(line)).toEqual(['E505 warn messages.0.content']);
  });
});

describe('levels', () => {
  const after = `${hello}model: openai/gpt-4o\n`;
  const before = `${hello}model: openai/o3\n`;

  test('are set by rule', () => {
    expect(compare(before, after, { levels: { E501: 'info' } })).toMatchObject({ changes: [{ level: 'info' }], semver: 'patch' });
    expect(compare(before, after, { levels: { E501: 'off' } })).toMatchObject({ changes: [], semver: 'patch' });
  });

  test('fall to info for what needs an eval and had one', () => {
    const evaluated = new Set([...side(source('a', after)).values()].map(({ version }) => version.digest));
    expect(compare(before, after, { evaluated }).changes.map(line)).toEqual(['E501 info model']);
  });

  test('make the semver hint', () => {
    expect(compare(before, after).semver).toBe('major');
    expect(compare(hello, `${hello}inputs: { name: { required: true }, plan: {} }\n`).semver).toBe('minor');
    expect(compare(hello, hello.replace('Hello', 'Hi')).semver).toBe('patch');
    expect(compare(hello, `# a comment\n${hello}`).semver).toBe('patch');
  });
});

describe('ignores', () => {
  const before = `${hello}inputs:\n  name: { type: string }\n  plan: { type: string }\n`;
  const without = (comment: string, end = '') => `${hello}inputs:${end}\n${comment}  name: { type: string }\n`;

  test.each([
    ['on the line', without('', ' # promptlane:ignore B101 nobody gives it')],
    ['above it', `${hello}# promptlane:ignore B101 nobody gives it\ninputs:\n  name: { type: string }\n`],
    ['at the top of the file', `# promptlane:ignore B101,B103 nobody gives it\n${without('')}`],
  ])('accept a change %s', (_where, after) => {
    const { changes, ignored, semver } = compare(before, after);
    expect(changes).toEqual([]);
    expect(ignored).toMatchObject([{ change: { rule: 'B101' }, reason: 'nobody gives it' }]);
    expect(semver).toBe('patch');
  });

  test('are about their place only', () => {
    const { changes, diagnostics } = compare(before, without('  # promptlane:ignore B101 nobody gives it\n'));
    expect(changes.map(line)).toEqual(['B101 error inputs.plan']);
    expect(diagnostics).toMatchObject([{ rule: 'ignore-unused', severity: 'warning', range: { line: 5 } }]);
  });

  test.each([
    ['# promptlane:ignore B101\n', 'ignore-reason-missing'],
    ['# promptlane:ignore B10 because\n', 'ignore-rule-unknown'],
    ['# promptlane:ignore\n', 'ignore-rule-unknown'],
  ])('without a rule or a reason accept nothing: %j', (comment, rule) => {
    const { changes, diagnostics } = compare(before, comment + without(''));
    expect(changes.map(line)).toEqual(['B101 error inputs.plan']);
    expect(diagnostics).toMatchObject([{ rule, severity: 'error', range: { line: 1, column: 1 } }]);
  });

  test('inside a text are text', () => {
    const text = 'messages:\n  - role: user\n    content: |\n      # promptlane:ignore B101 not a comment\n';
    expect(compare(`${text}inputs: { a: {} }\n`, `${text}inputs: {}\n`)).toMatchObject({ changes: [{ rule: 'B101' }], diagnostics: [] });
  });
});

describe('places', () => {
  test('point to the key in the later file', () => {
    const [change] = compare(hello, hello.replace('Hello', 'Hi')).changes;
    expect(change?.place).toMatchObject({ file: 'prompts/a.prompt.yaml', range: { line: 3, column: 5 } });
  });

  test('find a schema that stands alone, or where LangWatch writes it', () => {
    const bare = (type: string) =>
      `${hello}responseFormat: json_schema\njsonSchema:\n  type: object\n  properties:\n    a: { type: ${type} }\n`;
    const foreign = (type: string) =>
      `${hello}response_format:\n  type: json_schema\n  json_schema:\n    name: x\n    schema:\n      properties:\n        a: { type: ${type} }\n`;
    expect(compare(bare('string'), bare('number')).changes[0]?.place?.range).toMatchObject({ line: 8, column: 5 });
    expect(compare(foreign('string'), foreign('number')).changes[0]?.place?.range).toMatchObject({ line: 10, column: 9 });
  });
});

describe('without declared inputs', () => {
  test('every variable that is used is needed, partials included', () => {
    expect(compare(hello, hello.replace('name }}', 'name }} {{ plan }}')).changes.map(line)).toEqual([
      'B104 error inputs.plan',
      'E505 warn messages.0.content',
    ]);
  });

  test('to declare a type accepts less', () => {
    expect(compare(hello, `${hello}inputs: { name: { required: true } }\n`).changes.map(line)).toEqual(['N603 info ']);
    expect(compare(hello, `${hello}inputs: { name: { type: string } }\n`).changes[0]).toMatchObject({ rule: 'B103' });
  });
});

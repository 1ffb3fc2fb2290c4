import { describe, expect, test } from 'vitest';
import { readLibrary } from './read-library.ts';

const many = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, index) => part(index)).join('');
const prompt = (text: string, rest = '') => `messages:\n  - role: user\n    content: |-\n      ${text}\n${rest}`;

/** They take a fraction of a second; read once per finding, per mark or per space, each took many seconds, or minutes. */
const BOUND_MS = 15_000;

describe('a hostile file', () => {
  test.each([
    ['10,000 keys', many(10_000, (n) => `k${n}: 1\n`), ['yaml-too-large']],
    ['20,000 anchors', many(20_000, (n) => `k${n}: &a${n} {<<: *a${n - 1}}\n`), ['yaml-too-large']],
    ['a quarter of a megabyte of empty lines', prompt('Hi', '\n'.repeat(250_000)), ['yaml-too-large']],
    ['more than a quarter of a megabyte', prompt('x'.repeat(262_144)), ['yaml-too-large']],
    ['spaces inside a value', `name: x${' '.repeat(250_000)}y\n${prompt('Hi')}`, []],
    ['conflict markers that nothing ends', '<<<<<<< a\n'.repeat(50_000) + '=======\n'.repeat(50_000), []],
    ['beginnings of Jinja comments', prompt('{#'.repeat(100_000)), []],
    ['filters that nobody knows', prompt('{{ a | b }} '.repeat(2000)), ['filter-unknown']],
    [
      'undeclared variables',
      prompt(
        many(2000, (n) => `{{ a${n} }} `),
        'inputs: { b: { type: string } }\n',
      ),
      ['variable-undeclared'],
    ],
    ['partials that are missing', prompt(many(2000, (n) => `{% render "a${n}" %} `)), ['partial-missing']],
    [
      'unknown keys',
      prompt(
        'Hi',
        many(1500, (n) => `k${n}: 1\n`),
      ),
      ['unknown-key'],
    ],
    ['unknown parameters', prompt('Hi', `modelParameters:\n${many(1500, (n) => `  p${n}: 1\n`)}`), ['unknown-parameter']],
    ['inputs of no type', prompt('Hi', `inputs:\n${many(700, (n) => `  k${n}: { type: strin }\n`)}`), ['wrong-value']],
  ])('with %s is read soon', (_what, text, rules) => {
    const start = performance.now();
    const { diagnostics } = readLibrary([{ kind: 'prompt', path: 'a.prompt.yaml', id: 'a', text }]);
    const found = new Set(diagnostics.map(({ rule }) => rule));
    expect([...found]).toEqual(expect.arrayContaining(rules));
    expect(performance.now() - start).toBeLessThan(BOUND_MS);
  });
});

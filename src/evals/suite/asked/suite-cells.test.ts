import { describe, expect, test } from 'vitest';
import { readSuite } from '../read-suite.ts';
import { type Suite, suiteDigest } from '../suite.ts';
import { declaredSuite, suiteCells } from './suite-cells.ts';

const suiteWith = (keys: string): Suite => {
  const text = `suite: triage\nprompts: [a]\ndataset: d.jsonl\nscorers: [{ uses: is-json }]\n${keys}\n`;
  const { suite, diagnostics } = readSuite({ file: 'a.eval.yaml', text });
  if (!suite) throw new TypeError(diagnostics.map(({ message }) => message).join('\n'));
  return suite;
};
const MODELS = 'matrix: { model: [openai/a, openai/b] }';

describe('the cells of a suite', () => {
  test('are each model with each set of parameters', () => {
    const cells = suiteCells(suiteWith('matrix: { model: [openai/a, openai/b], parameters: [{ temperature: 0 }, { temperature: 1 }] }'));
    expect(cells.map(({ model, cell }) => [model, cell?.name])).toEqual([
      ['openai/a', 'openai/a, temperature 0'],
      ['openai/a', 'openai/a, temperature 1'],
      ['openai/b', 'openai/b, temperature 0'],
      ['openai/b', 'openai/b, temperature 1'],
    ]);
  });

  test('are the suite itself where it has no matrix, and where another model takes the place of its models', () => {
    expect(suiteCells(suiteWith('')).map(({ cell }) => cell)).toEqual([undefined]);
    expect(suiteCells(suiteWith(MODELS), 'openai/c').map(({ cell }) => cell)).toEqual([undefined]);
  });

  test('have digests of their own, which one more model leaves as they are', () => {
    const [a, b] = suiteCells(suiteWith(MODELS)).map(suiteDigest);
    const more = suiteCells(suiteWith('matrix: { model: [openai/z, openai/a, openai/b] }')).map(suiteDigest);
    expect(a).not.toBe(b);
    expect(more.slice(1)).toEqual([a, b]);
  });

  test('tell which suite they were made of', () => {
    const suite = suiteWith(MODELS);
    expect(suiteCells(suite).map(declaredSuite)).toEqual([suite, suite]);
    expect(suiteDigest(suite)).not.toBe(suiteDigest(suiteWith('matrix: { model: [openai/a] }')));
  });

  test.each([
    ['model: openai/c\nmatrix: { model: [openai/a] }', 'not both'],
    ['matrix: {}', 'both'],
    ['matrix: { model: [openai/a, openai/a] }', 'twice'],
    ['matrix: { parameters: [{}] }', 'at least one parameter'],
    ['matrix: { model: [gpt] }', 'provider/model'],
  ])('are refused: %s', (keys, message) => {
    expect(() => suiteWith(keys)).toThrow(message);
  });
});
